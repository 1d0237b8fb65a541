import { Type, type TSchema } from '@sinclair/typebox';
import type { AcceptOperation } from '#domain';
import { eventType, type EventOf, type RecordedOf } from '#event-sourcing';

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>(Type.Union(values.map((value) => Type.Literal(value))));
const Text = Type.String();
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
const Count = Type.Integer({ minimum: 0 });
/** ISO 8601, UTC: which occurrence. */
const At = Type.String();

/**
 * What becomes of occurrences whose time passed while nobody could begin them.
 * - `skip` none is made up for
 * - `once` the latest is
 * - `all` the latest 24 are, in order
 */
export const MISSED_RUNS = ['skip', 'once', 'all'] as const;

/** `COMPLETE`: every device was asked; `STOPPED`: the schedule was paused or deleted before. */
export const OCCURRENCE_OUTCOMES = ['COMPLETE', 'STOPPED'] as const;

/**
 * Why occurrences did not begin.
 * - `MISSED` the platform was not at work, or busy with an earlier one, and the schedule does not make up for them
 * - `TOO_LATE` the time within which their commands may start was over
 * - `INVALID` their request breaks the contract of the operation: `detail` says how
 */
export const SKIP_REASONS = ['MISSED', 'TOO_LATE', 'INVALID'] as const;

/** Which devices: those of `devices`, or all that match everything else that is given. */
const Filter = Type.Object({
  protocol: optional(Text),
  lifecycle: optional(Text),
  gateway: optional(Text),
  q: optional(Text),
  devices: optional(Type.Array(Text)),
});

/** `maxDelay`: seconds after the occurrence until which a command may start. */
const Options = Type.Object({
  priority: optional(Count),
  maxDelay: optional(Count),
  bypassRetry: optional(Type.Boolean()),
  responseUrl: optional(Text),
});

/** `data`: that of the operation, with relative times in it. */
const definition = {
  name: Text,
  operation: Text,
  data: Type.Unknown(),
  options: Options,
  filter: Filter,
  cron: Text,
  timezone: Text,
  missedRuns: oneOf(MISSED_RUNS),
};

const Reason = Type.Object({ reason: Text });

/** The first event of its stream; who made it is who its commands are accepted from. */
export const ScheduleCreated = eventType('ScheduleCreated', Type.Object({ ...definition, organisation: Text, reason: Text }));
/** The whole definition as it is from now on. */
export const ScheduleChanged = eventType('ScheduleChanged', Type.Object({ ...definition, reason: Text }));
export const SchedulePaused = eventType('SchedulePaused', Reason);
export const ScheduleResumed = eventType('ScheduleResumed', Reason);
export const ScheduleDeleted = eventType('ScheduleDeleted', Reason);

/** The request as each device gets it, and which devices: later changes of the schedule do not touch an occurrence that has begun. */
export const OccurrenceStarted = eventType(
  'OccurrenceStarted',
  Type.Object({ at: At, operation: Text, data: Type.Unknown(), options: Type.Unsafe<AcceptOperation['options']>(Type.Unknown()), filter: Filter }),
);
/** Every device up to `after`, in the order of identifications, has been asked. `accepted` and `refused` count from the beginning of the occurrence. */
export const OccurrenceProgressed = eventType('OccurrenceProgressed', Type.Object({ at: At, after: Text, accepted: Count, refused: Count }));
export const OccurrenceFinished = eventType(
  'OccurrenceFinished',
  Type.Object({ at: At, outcome: oneOf(OCCURRENCE_OUTCOMES), accepted: Count, refused: Count }),
);
/** `from` and `to`: the first and the last of them. */
export const OccurrencesSkipped = eventType(
  'OccurrencesSkipped',
  Type.Object({ from: At, to: At, count: Count, reason: oneOf(SKIP_REASONS), detail: optional(Text) }),
);

/** Every event type of a stream `process-schedule-<id>`. */
export const scheduleEventTypes = [
  ScheduleCreated,
  ScheduleChanged,
  SchedulePaused,
  ScheduleResumed,
  ScheduleDeleted,
  OccurrenceStarted,
  OccurrenceProgressed,
  OccurrenceFinished,
  OccurrencesSkipped,
] as const;

export type ScheduleEvent = EventOf<(typeof scheduleEventTypes)[number]>;
export type RecordedScheduleEvent = RecordedOf<ScheduleEvent>;
export type ScheduleEventData<T extends ScheduleEvent['type']> = Extract<ScheduleEvent, { readonly type: T }>['data'];

/** What is to be done, to which devices, and when. */
export type ScheduleDefinition = Omit<ScheduleEventData<'ScheduleChanged'>, 'reason'>;
export type ScheduleOptions = ScheduleDefinition['options'];
export type ScheduleFilter = ScheduleDefinition['filter'];
export type MissedRuns = (typeof MISSED_RUNS)[number];
export type OccurrenceOutcome = (typeof OCCURRENCE_OUTCOMES)[number];
export type SkipReason = (typeof SKIP_REASONS)[number];
/** What one device is asked for. */
export type ScheduledRequest = Pick<AcceptOperation, 'operation' | 'data' | 'options'>;
