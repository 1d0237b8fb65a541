import type { ScheduledRequest, ScheduleDefinition, ScheduleEvent, ScheduleOptions } from '../schedule-events.js';

export const NOON = Date.UTC(2026, 0, 1, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const ID = '01a20fd7-78a4-798d-88fc-cf5153c5d13d';
export const OWNER = 'operations/test/anna';

export const iso = (at: number): string => new Date(at).toISOString();

/** Every hour in UTC, one plain read, on all devices. */
export const definition = (change: Partial<ScheduleDefinition> = {}): ScheduleDefinition => ({
  name: 'hourly reads',
  operation: 'GetActualMeterReads',
  data: null,
  options: {},
  filter: {},
  cron: '0 * * * *',
  timezone: 'UTC',
  missedRuns: 'once',
  ...change,
});

export const request = (at: number): ScheduledRequest => ({
  operation: 'GetActualMeterReads',
  data: null,
  options: { priority: 4, bypassRetry: false, scheduleTime: iso(at) },
});

/** All true at `at`. */
type Happened = ScheduleEvent & { readonly occurredAt: number };

export const created = (change: Partial<ScheduleDefinition> = {}, at = NOON): Happened => ({
  type: 'ScheduleCreated',
  data: { ...definition(change), organisation: 'operations', reason: 'needed' },
  occurredAt: at,
});
export const paused = (at: number): Happened => ({ type: 'SchedulePaused', data: { reason: 'storm' }, occurredAt: at });
export const resumed = (at: number): Happened => ({ type: 'ScheduleResumed', data: { reason: 'storm is over' }, occurredAt: at });
export const deleted = (at: number): Happened => ({ type: 'ScheduleDeleted', data: { reason: 'not needed' }, occurredAt: at });
export const changed = (change: Partial<ScheduleDefinition>, at: number): Happened => ({
  type: 'ScheduleChanged',
  data: { ...definition(change), reason: 'better' },
  occurredAt: at,
});
export const began = (at: number): Happened => ({ type: 'OccurrenceStarted', data: { at: iso(at), ...request(at), filter: {} }, occurredAt: at });
export const progressed = (at: number, after: string, accepted: number, refused = 0): Happened => ({
  type: 'OccurrenceProgressed',
  data: { at: iso(at), after, accepted, refused },
  occurredAt: at,
});
export const ended = (at: number, outcome: 'COMPLETE' | 'STOPPED' = 'COMPLETE'): Happened => ({
  type: 'OccurrenceFinished',
  data: { at: iso(at), outcome, accepted: 0, refused: 0 },
  occurredAt: at,
});
export const skipped = (from: number, to: number, count: number): Happened => ({
  type: 'OccurrencesSkipped',
  data: { from: iso(from), to: iso(to), count, reason: 'MISSED' },
  occurredAt: to,
});

export const within = (maxDelay: number): { readonly options: ScheduleOptions } => ({ options: { maxDelay } });
