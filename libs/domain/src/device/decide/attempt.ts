import type { RecordFacts, StartAttempt } from '../commands.js';
import { cellKey } from '../cell.js';
import type { DeviceEvent } from '../events/index.js';
import type { CircuitPolicy } from '../policy.js';
import { CommandRefusedError } from '../refusal.js';
import type { DeviceState, OpenCommand } from '../state.js';
import { faultOfCircuit } from './circuit.js';
import { withDoubt } from './doubt.js';
import { expired } from './expired.js';

/** @throws CommandRefusedError NOT_WAITING, HELD, UNDECIDED, NOT_DUE, DEVICE_BUSY, CIRCUIT_OPEN, CELL_CHANGED */
export function decideStart(command: StartAttempt, state: DeviceState, now: number, circuit: CircuitPolicy): readonly DeviceEvent[] {
  const open = waiting(state, command.correlationUid);
  if (now >= open.expiresAt) return [expired(open, now)];
  if (open.status === 'HELD') throw new CommandRefusedError('HELD', `command ${open.correlationUid} is held`);
  if (open.status === 'NEEDS_DECISION') throw new CommandRefusedError('UNDECIDED', `command ${open.correlationUid} waits for a decision`);
  const dueAt = earliestStart(open);
  if (now < dueAt) {
    const message = `command ${open.correlationUid} is due at ${new Date(dueAt).toISOString()}`;
    throw new CommandRefusedError('NOT_DUE', message, { until: dueAt });
  }
  requireIdleDevice(state);
  const unreachable = faultOfCircuit(state, now, circuit);
  if (unreachable !== undefined) {
    const ref = open.partialRef === undefined ? {} : { responseRef: open.partialRef };
    return [{ type: 'CommandFailed', data: { fault: withDoubt(unreachable, open), ...ref } }];
  }
  requireCell(command, state);
  const fence = command.fence === undefined ? {} : { fence: command.fence };
  const data = { attempt: open.attempt + 1, leaseToken: command.leaseToken, sessionDevice: state.deviceIdentification, ...fence };
  return [{ type: 'AttemptStarted', data }];
}

/** A clock that was put back since an attempt must not have the next one start before the command was to start at all. */
function earliestStart({ dueAt, options: { scheduleTime } }: OpenCommand): number {
  return scheduleTime === undefined ? dueAt : Math.max(dueAt, Date.parse(scheduleTime));
}

/** Whoever runs another command of the device may still be talking to it: the stream is the lock that keeps two sessions apart. */
function requireIdleDevice({ deviceIdentification, open }: DeviceState): void {
  for (const { correlationUid, status } of Object.values(open))
    if (status === 'RUNNING') throw new CommandRefusedError('DEVICE_BUSY', `command ${correlationUid} is running on device ${deviceIdentification}`);
}

/** A permit of another cell than the device's is no permit. */
function requireCell({ cell }: StartAttempt, { registration }: DeviceState): void {
  const now = cellKey(registration?.device.btsId, registration?.device.cellId);
  if (cell !== undefined && cell !== now) throw new CommandRefusedError('CELL_CHANGED', `the device is not in cell ${cell} any more`, { cell: now });
}

export function decideExpire(correlationUid: string, state: DeviceState, now: number): readonly DeviceEvent[] {
  const open = waiting(state, correlationUid);
  return now < open.expiresAt ? [] : [expired(open, now)];
}

export function decideFacts(command: RecordFacts, state: DeviceState): readonly DeviceEvent[] {
  if (running(state, command) === undefined)
    throw new CommandRefusedError('LEASE_LOST', `the attempt of command ${command.correlationUid} is not ours any more`);
  return command.facts;
}

function waiting(state: DeviceState, correlationUid: string): OpenCommand {
  const open = state.open[correlationUid];
  if (open === undefined) throw new CommandRefusedError('UNKNOWN_COMMAND', `command ${correlationUid} is not open`);
  if (open.status === 'RUNNING') throw new CommandRefusedError('NOT_WAITING', `command ${correlationUid} is running`);
  return open;
}

/** The command, if this lease is that of its running attempt. */
export function running(state: DeviceState, lease: { readonly correlationUid: string; readonly leaseToken: string }): OpenCommand | undefined {
  const open = state.open[lease.correlationUid];
  return open?.status === 'RUNNING' && open.leaseToken === lease.leaseToken ? open : undefined;
}
