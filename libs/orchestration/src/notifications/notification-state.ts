import type { AttemptOutcome, GivenUpReason, NotificationEventData, NotificationRequest, RecordedNotificationEvent } from './notification-events.js';

export const NOTIFICATION_STATUSES = ['PENDING', 'DELIVERED', 'GIVEN_UP'] as const;
export type NotificationStatus = (typeof NOTIFICATION_STATUSES)[number];

/** One try to deliver. */
export interface AttemptEntry {
  readonly number: number;
  /** When its outcome was known, epoch ms. */
  readonly endedAt: number;
  readonly outcome: AttemptOutcome;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly durationMs: number;
}

/** Fold of one notification's stream. Instants are epoch ms. */
export interface NotificationState {
  readonly id: string;
  /** Null: there is no such notification. */
  readonly request: NotificationRequest | null;
  readonly status: NotificationStatus;
  readonly requestedAt: number;
  /** When the present round of attempts began; a wish to deliver again begins another. */
  readonly beganAt: number;
  /** Number of the present round, from 1. */
  readonly round: number;
  /** Attempts in all. */
  readonly attempts: number;
  /** Attempts of this round that failed. */
  readonly failures: number;
  /** Null: no attempt is to come. */
  readonly dueAt: number | null;
  readonly deliveredAt: number | null;
  readonly givenUp: GivenUpReason | null;
  /** The last attempts, the oldest first. */
  readonly log: readonly AttemptEntry[];
}

/** A round has 29 attempts at most. */
const LOGGED = 100;

export function initialState(id: string): NotificationState {
  const nothing = { requestedAt: 0, beganAt: 0, round: 0, attempts: 0, failures: 0, dueAt: null, deliveredAt: null, givenUp: null, log: [] };
  return { id, request: null, status: 'PENDING', ...nothing };
}

export function evolve(state: NotificationState, event: RecordedNotificationEvent): NotificationState {
  const at = Date.parse(event.occurredAt);
  switch (event.type) {
    case 'NotificationRequested':
      return { ...state, request: event.data, requestedAt: at, beganAt: at, round: 1, dueAt: at };
    case 'NotificationAttempted':
      return { ...state, attempts: event.data.attempt, log: [...state.log, entry(event.data, at)].slice(-LOGGED) };
    case 'NotificationDelivered':
      return { ...state, status: 'DELIVERED', dueAt: null, deliveredAt: at, givenUp: null };
    case 'NotificationRetryScheduled':
      return { ...state, failures: state.failures + 1, dueAt: Date.parse(event.data.dueAt) };
    case 'NotificationGivenUp':
      return { ...state, status: 'GIVEN_UP', failures: state.failures + 1, dueAt: null, givenUp: event.data.reason };
    case 'NotificationRedeliveryRequested':
      return { ...state, status: 'PENDING', beganAt: at, round: state.round + 1, failures: 0, dueAt: at, givenUp: null };
  }
}

function entry(data: NotificationEventData<'NotificationAttempted'>, endedAt: number): AttemptEntry {
  const { attempt, outcome, httpStatus, error, durationMs } = data;
  return { number: attempt, endedAt, outcome, httpStatus: httpStatus ?? null, error: error ?? null, durationMs };
}
