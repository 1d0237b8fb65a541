import type { CollectionDefinition } from '#readstore/port.js';
import type { AttemptOutcome, GivenUpReason, NotificationRequest } from './notification-events.js';
import type { AttemptEntry, NotificationState, NotificationStatus } from './notification-state.js';

export type AttemptView = {
  readonly number: number;
  readonly startedAt: string;
  readonly outcome: AttemptOutcome;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly durationMs: number;
};

/** A notification as the delivery log shows it. Instants are ISO 8601 in UTC. */
export type NotificationView = Omit<NotificationRequest, 'status'> & {
  readonly id: string;
  readonly commandStatus: NotificationRequest['status'];
  readonly status: NotificationStatus;
  readonly requestedAt: string;
  /** Null: none is to come. */
  readonly nextAttemptAt: string | null;
  readonly deliveredAt: string | null;
  readonly givenUp: GivenUpReason | null;
  /** The last hundred. */
  readonly attempts: readonly AttemptView[];
};

/** The same as it lies in the read store, with what the deliverer looks for. */
export type NotificationDocument = NotificationView & {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Epoch ms. */
  readonly dueAt: number | null;
};

export const NOTIFICATIONS: CollectionDefinition & { readonly name: 'notifications' } = {
  name: 'notifications',
  indexes: [
    ['status', 'origin', 'dueAt'],
    ['deviceIdentification', 'requestedAt'],
    ['organisation', 'requestedAt'],
    ['organisation', 'status', 'requestedAt'],
  ],
};

/** Undefined when there is no such notification. */
export function viewOf(state: NotificationState): NotificationView | undefined {
  const { id, request, status, requestedAt, dueAt, deliveredAt, givenUp, log } = state;
  if (request === null) return undefined;
  const { status: commandStatus, ...rest } = request;
  return {
    id,
    ...rest,
    commandStatus,
    status,
    requestedAt: iso(requestedAt),
    nextAttemptAt: dueAt === null ? null : iso(dueAt),
    deliveredAt: deliveredAt === null ? null : iso(deliveredAt),
    givenUp,
    attempts: log.map(attemptView),
  };
}

export function documentOf(state: NotificationState): NotificationDocument | undefined {
  const view = viewOf(state);
  return view === undefined ? undefined : { ...view, origin: originOf(view.url), dueAt: state.dueAt };
}

function attemptView({ endedAt, durationMs, ...attempt }: AttemptEntry): AttemptView {
  return { ...attempt, durationMs, startedAt: iso(endedAt - durationMs) };
}

const iso = (at: number): string => new Date(at).toISOString();

/** Whose requests wait for each other. */
export const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');
