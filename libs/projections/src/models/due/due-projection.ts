import type { RecordedDeviceEvent } from '#domain';
import { deviceOf, instantOf } from '../../device-stream.js';
import { keyOf, type Projection } from '../../projection.js';
import { due, type DueDocument } from './due-document.js';

/** The device is part of the id: two devices may have commands of one uid (an idempotency key used for both), and both must end. */
const idOf = (event: RecordedDeviceEvent): string => `${deviceOf(event.stream)}|${event.correlationUid}`;

/** One row per open command, removed at its end. A failed attempt stays RUNNING until its retry is scheduled: both are one append. */
export const dueProjection: Projection = {
  name: 'due',
  version: 1,
  collections: [due],
  handles: [
    'CommandAccepted',
    'CommandScheduled',
    'AttemptStarted',
    'RetryScheduled',
    'CommandHeld',
    'CommandReleased',
    'PriorityChanged',
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
  return {
    deviceIdentification,
    correlationUid: event.correlationUid,
    organisation: event.actor.split('/', 1)[0] ?? '',
    status: 'ACCEPTED',
    dueAt: acceptedAt,
    priority: event.data.options.priority,
    acceptedAt,
    expiresAt: instantOf(event.data.expiresAt),
    attempt: 0,
    leaseToken: null,
  };
}

function evolved(row: DueDocument, event: RecordedDeviceEvent): DueDocument {
  switch (event.type) {
    case 'CommandScheduled':
      return { ...row, status: 'SCHEDULED', dueAt: instantOf(event.data.dueAt) };
    case 'AttemptStarted':
      return { ...row, status: 'RUNNING', dueAt: null, attempt: event.data.attempt, leaseToken: event.data.leaseToken };
    case 'RetryScheduled':
      return { ...row, status: 'RETRY_SCHEDULED', dueAt: instantOf(event.data.dueAt), priority: event.data.priority, leaseToken: null };
    case 'CommandHeld':
      // The next thing that can happen to it of itself: the attempt that is then tried ends it.
      return { ...row, status: 'HELD', dueAt: row.expiresAt };
    case 'CommandReleased':
      return { ...row, status: event.data.status, dueAt: instantOf(event.data.dueAt) };
    case 'PriorityChanged':
      return { ...row, priority: event.data.priority };
    default:
      return row;
  }
}
