import type { Cancel, DeleteResponse } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { CommandRefusedError } from '../refusal.js';
import { findClosed, type DeviceState } from '../state.js';

export function decideCancel({ correlationUid, reason }: Cancel, state: DeviceState): readonly DeviceEvent[] {
  const open = state.open[correlationUid];
  if (open === undefined) throw new CommandRefusedError('NOT_CANCELLABLE', `command ${correlationUid} has ended`);
  if (open.status === 'RUNNING') throw new CommandRefusedError('NOT_CANCELLABLE', `command ${correlationUid} is running`);
  return [{ type: 'CommandCancelled', data: { reason, ...(open.partialRef === undefined ? {} : { responseRef: open.partialRef }) } }];
}

export function decideDeleteResponse({ correlationUid, reason }: DeleteResponse, state: DeviceState): readonly DeviceEvent[] {
  if (state.open[correlationUid] !== undefined) throw new CommandRefusedError('STILL_OPEN', `command ${correlationUid} has not ended`);
  return findClosed(state, correlationUid)?.responseDeleted === true ? [] : [{ type: 'ResponseDeleted', data: { reason } }];
}
