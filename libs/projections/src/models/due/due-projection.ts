import { cellKey, type RecordedDeviceEvent } from '#domain';
import { deviceOf, instantOf } from '../../device-stream.js';
import { keyOf, type Projection } from '../../projection.js';
import { due, type DueDocument } from './due-document.js';

/** The device is part of the id: two devices may have commands of one uid (an idempotency key used for both), and both must end. */
const idOf = (event: RecordedDeviceEvent): string => `${deviceOf(event.stream)}|${event.correlationUid}`;

/** One row per open command, removed at its end. A failed attempt stays RUNNING until its retry is scheduled: both are one append. */
export const dueProjection: Projection = {
  name: 'due',
  version: 2,
  collections: [due],
  handles: [
    'CommandAccepted',
    'CommandScheduled',
    'AttemptStarted',
    'RetryScheduled',
    'CommandHeld',
    'CommandReleased',
    'PriorityChanged',
    'DecisionRequested',
    'CommandSucceeded',
    'CommandFailed',
    'CommandExpired',
    'CommandCancelled',
  ],
  reads: (event) => [keyOf(due, idOf(event))],
  apply(event, documents) {
    const id = idOf(event);
    switch (event.type) {
      case 'CommandAccepted': {
        const row = accepted(event);
        if (row !== undefined) documents.put(due, id, row);
        return;
      }
      case 'CommandSucceeded':
      case 'CommandFailed':
      case 'CommandExpired':
      case 'CommandCancelled':
        documents.remove(due, id);
        return;
      default: {
        const row = documents.get(due, id);
        if (row !== undefined) documents.put(due, id, evolved(row, event));
      }
    }
  },
};

function accepted(event: RecordedDeviceEvent): DueDocument | undefined {
  const deviceIdentification = deviceOf(event.stream);
  if (event.type !== 'CommandAccepted' || deviceIdentification === undefined) return undefined;
  const acceptedAt = instantOf(event.occurredAt);
  const expiresAt = instantOf(event.data.expiresAt);
  return {
    deviceIdentification,
    correlationUid: event.correlationUid,
    organisation: event.actor.split('/', 1)[0] ?? '',
    status: 'ACCEPTED',
    cell: cellKey(event.data.btsId, event.data.cellId),
    dueAt: Math.min(acceptedAt, expiresAt),
    priority: event.data.options.priority,
    acceptedAt,
    expiresAt,
    attempt: 0,
    leaseToken: null,
  };
}

function evolved(row: DueDocument, event: RecordedDeviceEvent): DueDocument {
  const dueAt = (instant: string): number => Math.min(instantOf(instant), row.expiresAt);
  switch (event.type) {
    case 'CommandScheduled':
      return { ...row, status: 'SCHEDULED', dueAt: dueAt(event.data.dueAt) };
    case 'AttemptStarted':
      return { ...row, status: 'RUNNING', dueAt: null, attempt: event.data.attempt, leaseToken: event.data.leaseToken };
    case 'RetryScheduled':
      return { ...row, status: 'RETRY_SCHEDULED', dueAt: dueAt(event.data.dueAt), priority: event.data.priority, leaseToken: null };
    case 'CommandHeld':
      return { ...row, status: 'HELD', dueAt: row.expiresAt };
    case 'CommandReleased':
      return { ...row, status: event.data.status, dueAt: dueAt(event.data.dueAt) };
    case 'PriorityChanged':
      return { ...row, priority: event.data.priority };
    case 'DecisionRequested':
      return { ...row, status: 'NEEDS_DECISION', dueAt: row.expiresAt, leaseToken: null };
    default:
      return row;
  }
}
