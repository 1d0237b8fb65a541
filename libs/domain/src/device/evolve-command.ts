import type { DeviceEvent, DeviceEventData } from './events/index.js';
import type { RecordedDeviceEvent } from './events/recorded.js';
import { evolveActions } from './evolve-actions.js';
import { afterSuccess, evolveContact } from './evolve-contact.js';
import type { ClosedCommand, DeviceState, OpenCommand } from './state.js';

const REMEMBERED_FOR = 24 * 3_600_000;
const REMEMBERED_AT_LEAST = 256;

const ENDINGS: Readonly<Partial<Record<DeviceEvent['type'], ClosedCommand['status']>>> = {
  CommandSucceeded: 'SUCCEEDED',
  CommandFailed: 'FAILED',
  CommandExpired: 'EXPIRED',
  CommandCancelled: 'CANCELLED',
};

/** Folds the events of a command's life: the process manager of single commands is part of the device. */
export function evolveCommand(state: DeviceState, event: RecordedDeviceEvent): DeviceState {
  const uid = event.correlationUid;
  if (event.type === 'CommandAccepted') return withOpen(state, accepted(event.data, uid, event.actor, Date.parse(event.occurredAt)));
  if (event.type === 'ResponseDeleted') return responseDeleted(state, uid);
  const open = state.open[uid];
  if (open === undefined) return evolveContact(state, event);
  const ended = ENDINGS[event.type];
  if (ended !== undefined) return close(state, open, ended, event.recordedAt);
  switch (event.type) {
    case 'CommandScheduled':
      return withOpen(state, { ...open, status: 'SCHEDULED', dueAt: Date.parse(event.data.dueAt) });
    case 'AttemptStarted':
      return withOpen(state, claimed(open, event.data));
    case 'ActionStarted':
      return withOpen(state, evolveActions(open, event));
    case 'ActionAnswered':
      return withOpen(state, evolveActions(open, event));
    case 'DecisionRequested':
      return withOpen(state, evolveActions(open, event));
    case 'DecisionTaken':
      return withOpen(state, { ...evolveActions(open, event), dueAt: Date.parse(event.recordedAt) });
    case 'AttemptFailed':
      return evolveContact(withOpen(state, failed(open, event.data)), event);
    case 'RetryScheduled':
      return withOpen(state, { ...open, status: 'RETRY_SCHEDULED', dueAt: Date.parse(event.data.dueAt), priority: event.data.priority });
    case 'CommandHeld':
      return withOpen(state, held(open));
    case 'CommandReleased':
      return withOpen(state, released(open, event.data));
    case 'PriorityChanged':
      return withOpen(state, { ...open, priority: event.data.priority, options: { ...open.options, priority: event.data.priority } });
    default:
      return evolveContact(state, event);
  }
}

function claimed({ fence: _before, ...open }: OpenCommand, { attempt, leaseToken, fence }: DeviceEventData<'AttemptStarted'>): OpenCommand {
  return { ...open, status: 'RUNNING', attempt, leaseToken, ...(fence === undefined ? {} : { fence }) };
}

function held(open: OpenCommand): OpenCommand {
  if (open.status === 'HELD' || open.status === 'RUNNING' || open.status === 'NEEDS_DECISION') return open;
  return { ...open, status: 'HELD', heldFrom: open.status };
}

function released({ heldFrom: _over, ...open }: OpenCommand, { status, dueAt }: DeviceEventData<'CommandReleased'>): OpenCommand {
  return { ...open, status, dueAt: Date.parse(dueAt) };
}

function accepted(data: DeviceEventData<'CommandAccepted'>, correlationUid: string, actor: string, acceptedAt: number): OpenCommand {
  const { operation, options, requestHash } = data;
  return {
    correlationUid,
    operation,
    data: data.data,
    options,
    requestHash,
    actor,
    acceptedAt,
    expiresAt: Date.parse(data.expiresAt),
    dueAt: acceptedAt,
    priority: options.priority,
    status: 'ACCEPTED',
    attempt: 0,
    failures: 0,
  };
}

function failed(open: OpenCommand, data: DeviceEventData<'AttemptFailed'>): OpenCommand {
  const { leaseToken: _returned, ...rest } = open;
  const failures = data.counted === false ? open.failures : open.failures + 1;
  return { ...rest, failures, ...(data.responseRef === undefined ? {} : { partialRef: data.responseRef }) };
}

function withOpen(state: DeviceState, command: OpenCommand): DeviceState {
  return { ...state, open: { ...state.open, [command.correlationUid]: command } };
}

function close(state: DeviceState, open: OpenCommand, status: ClosedCommand['status'], recordedAt: string): DeviceState {
  const { [open.correlationUid]: ended, ...rest } = state.open;
  const closedAt = Date.parse(recordedAt);
  const closed = [...state.closed, { correlationUid: open.correlationUid, requestHash: open.requestHash, status, closedAt }];
  const contact = status === 'SUCCEEDED' && ended !== undefined && ended.attempt > 0 ? afterSuccess(state.contact, recordedAt) : state.contact;
  return { ...state, open: rest, closed: forget(closed, closedAt), contact };
}

function forget(closed: readonly ClosedCommand[], now: number): readonly ClosedCommand[] {
  const first = closed.findIndex((command, index) => closed.length - index <= REMEMBERED_AT_LEAST || command.closedAt > now - REMEMBERED_FOR);
  return first <= 0 ? closed : closed.slice(first);
}

function responseDeleted(state: DeviceState, uid: string): DeviceState {
  return { ...state, closed: state.closed.map((command) => (command.correlationUid === uid ? { ...command, responseDeleted: true } : command)) };
}
