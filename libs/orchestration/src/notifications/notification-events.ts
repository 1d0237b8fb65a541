import { Type } from '@sinclair/typebox';
import { eventType, type EventOf, type RecordedOf } from '#event-sourcing';

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>(Type.Union(values.map((value) => Type.Literal(value))));
const Text = Type.String();
const Attempt = Type.Integer({ minimum: 1 });

export const ENDED_STATUSES = ['SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELLED'] as const;

/**
 * How an attempt ended.
 * - `DELIVERED` a status 2xx
 * - `REJECTED` any other status, redirects among them
 * - `TIMEOUT` no complete answer in time
 * - `UNREACHABLE` no connection, or one that broke: `error` is the system's code
 * - `NOT_ALLOWED` never sent: the URL or its address is not one that the platform may call; `error` says why
 * - `NO_SECRET` never sent: the platform has nothing to sign with
 */
export const ATTEMPT_OUTCOMES = ['DELIVERED', 'REJECTED', 'TIMEOUT', 'UNREACHABLE', 'NOT_ALLOWED', 'NO_SECRET'] as const;

/** Why nothing more is tried: the time for attempts is over, or trying again cannot help. */
export const GIVEN_UP_REASONS = ['TIME_OVER', 'NOT_ALLOWED', 'NO_SECRET'] as const;

/** What a client is to be told, and where. The first event of its stream. */
export const NotificationRequested = eventType(
  'NotificationRequested',
  Type.Object({
    url: Text,
    organisation: Text,
    correlationUid: Text,
    deviceIdentification: Text,
    operation: Text,
    status: oneOf(ENDED_STATUSES),
    result: oneOf(['OK', 'NOT OK']),
    notificationType: Text,
    occurredAt: Text,
  }),
);
export const NotificationAttempted = eventType(
  'NotificationAttempted',
  Type.Object({
    attempt: Attempt,
    outcome: oneOf(ATTEMPT_OUTCOMES),
    httpStatus: Type.Optional(Type.Integer({ minimum: 0 })),
    error: Type.Optional(Text),
    durationMs: Type.Integer({ minimum: 0 }),
  }),
);
export const NotificationDelivered = eventType('NotificationDelivered', Type.Object({ attempt: Attempt }));
/** `attempt`: the number of the one to come. */
export const NotificationRetryScheduled = eventType('NotificationRetryScheduled', Type.Object({ attempt: Attempt, dueAt: Text }));
export const NotificationGivenUp = eventType('NotificationGivenUp', Type.Object({ attempt: Attempt, reason: oneOf(GIVEN_UP_REASONS) }));
/** Somebody wants it sent again: at once, and with the time for attempts beginning anew. */
export const NotificationRedeliveryRequested = eventType('NotificationRedeliveryRequested', Type.Object({ reason: Text }));

/** Every event type of a stream `process-notification-<id>`. */
export const notificationEventTypes = [
  NotificationRequested,
  NotificationAttempted,
  NotificationDelivered,
  NotificationRetryScheduled,
  NotificationGivenUp,
  NotificationRedeliveryRequested,
] as const;

export type NotificationEvent = EventOf<(typeof notificationEventTypes)[number]>;
export type RecordedNotificationEvent = RecordedOf<NotificationEvent>;
export type NotificationEventData<T extends NotificationEvent['type']> = Extract<NotificationEvent, { readonly type: T }>['data'];

/** What a client is told. */
export type NotificationRequest = NotificationEventData<'NotificationRequested'>;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
export type GivenUpReason = (typeof GIVEN_UP_REASONS)[number];
