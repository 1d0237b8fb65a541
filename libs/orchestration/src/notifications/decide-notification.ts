import type { NotificationEvent, NotificationEventData, NotificationRequest } from './notification-events.js';
import type { NotificationState } from './notification-state.js';
import { nextAttemptAt } from './retry-timetable.js';

export type AttemptResult = Omit<NotificationEventData<'NotificationAttempted'>, 'attempt' | 'durationMs'>;

/** A command has ended and its client wants to know. */
export interface RequestNotification {
  readonly kind: 'Request';
  readonly request: NotificationRequest;
}

export interface RecordAttempt {
  readonly kind: 'RecordAttempt';
  readonly attempt: number;
  /** The round in which it began. */
  readonly round: number;
  readonly result: AttemptResult;
  readonly durationMs: number;
}

export interface Redeliver {
  readonly kind: 'Redeliver';
  readonly reason: string;
}

export type NotificationCommand = RequestNotification | RecordAttempt | Redeliver;

/** There is no notification of this id. */
export class UnknownNotificationError extends Error {
  constructor(id: string) {
    super(`there is no notification ${id}`);
    this.name = 'UnknownNotificationError';
  }
}

/** @param now epoch ms @throws UnknownNotificationError */
export function decideNotification(command: NotificationCommand, state: NotificationState, now: number): readonly NotificationEvent[] {
  // The same ending may be handed out again: one request is enough.
  if (command.kind === 'Request') return state.request === null ? [{ type: 'NotificationRequested', data: command.request }] : [];
  if (state.request === null) throw new UnknownNotificationError(state.id);
  if (command.kind === 'Redeliver') return [{ type: 'NotificationRedeliveryRequested', data: { reason: command.reason } }];
  return recorded(command, state, now);
}

function recorded({ attempt, round, result, durationMs }: RecordAttempt, state: NotificationState, now: number): readonly NotificationEvent[] {
  if (attempt !== state.attempts + 1) return [];
  const attempted: NotificationEvent = { type: 'NotificationAttempted', data: { ...result, attempt, durationMs } };
  // Begun before somebody wanted it delivered again: that wish is still to be fulfilled, whatever this one came to.
  return round === state.round ? [attempted, consequence(attempt, result, state, now)] : [attempted];
}

function consequence(attempt: number, { outcome }: AttemptResult, state: NotificationState, now: number): NotificationEvent {
  if (outcome === 'DELIVERED') return { type: 'NotificationDelivered', data: { attempt } };
  if (outcome === 'NOT_ALLOWED' || outcome === 'NO_SECRET') return { type: 'NotificationGivenUp', data: { attempt, reason: outcome } };
  const dueAt = nextAttemptAt(state.failures + 1, now, state.beganAt);
  if (dueAt === undefined) return { type: 'NotificationGivenUp', data: { attempt, reason: 'TIME_OVER' } };
  return { type: 'NotificationRetryScheduled', data: { attempt: attempt + 1, dueAt: new Date(dueAt).toISOString() } };
}
