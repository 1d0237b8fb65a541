import { cellKey, organisationOf, type DeviceState } from '#domain';
import type { WaitingCommand } from './entry.js';

/** What the device's own state says of a command; undefined when it does not wait. */
export function waitingCommandOf(state: DeviceState, correlationUid: string): WaitingCommand | undefined {
  const open = state.open[correlationUid];
  if (open === undefined || open.status === 'RUNNING') return undefined;
  const { deviceIdentification, registration } = state;
  const { expiresAt, priority, actor, status } = open;
  const isKept = status === 'HELD' || status === 'NEEDS_DECISION';
  return {
    correlationUid,
    deviceIdentification,
    organisation: organisationOf(actor),
    cell: cellKey(registration?.device.btsId, registration?.device.cellId),
    priority,
    dueAt: isKept ? expiresAt : open.dueAt,
    expiresAt,
  };
}
