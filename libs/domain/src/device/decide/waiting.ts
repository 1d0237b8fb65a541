import type { ChangePriority, Hold, Release } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { CommandRefusedError, type RefusalCode } from '../refusal.js';
import type { DeviceState, OpenCommand } from '../state.js';

/** Holding a held command again changes nothing, not even the reason. @throws CommandRefusedError NOT_HOLDABLE while it runs or waits for a decision, and after its end */
export function decideHold({ correlationUid, reason }: Hold, state: DeviceState): readonly DeviceEvent[] {
  const { status } = waiting(state, correlationUid, 'NOT_HOLDABLE');
  if (status === 'NEEDS_DECISION') throw new CommandRefusedError('NOT_HOLDABLE', `command ${correlationUid} waits for a decision`);
  return status === 'HELD' ? [] : [{ type: 'CommandHeld', data: { reason } }];
}

/** Nothing happens to a command that is not held. @throws CommandRefusedError NOT_RELEASABLE while it runs and after its end */
export function decideRelease({ correlationUid, reason }: Release, state: DeviceState): readonly DeviceEvent[] {
  const { heldFrom, dueAt } = waiting(state, correlationUid, 'NOT_RELEASABLE');
  if (heldFrom === undefined) return [];
  return [{ type: 'CommandReleased', data: { reason, status: heldFrom, dueAt: new Date(dueAt).toISOString() } }];
}

/** @throws CommandRefusedError NOT_REPRIORITISABLE while it runs and after its end */
export function decideChangePriority({ correlationUid, priority, reason }: ChangePriority, state: DeviceState): readonly DeviceEvent[] {
  const open = waiting(state, correlationUid, 'NOT_REPRIORITISABLE');
  const isSo = open.priority === priority && open.options.priority === priority;
  return isSo ? [] : [{ type: 'PriorityChanged', data: { priority, reason } }];
}

function waiting(state: DeviceState, correlationUid: string, refusal: RefusalCode): OpenCommand {
  const open = state.open[correlationUid];
  if (open === undefined) throw new CommandRefusedError(refusal, `command ${correlationUid} has ended`);
  if (open.status === 'RUNNING') throw new CommandRefusedError(refusal, `command ${correlationUid} is running`);
  return open;
}
