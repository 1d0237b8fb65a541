import { validateBody } from '#contract/dto/index.js';
import type { ScheduleDefinition } from '#orchestration';
import { ScheduleChangesDto, ScheduleRequestDto, type ScheduleFilterDto, type ScheduleOptionsDto } from '../controllers/schedules.dto.js';
import { NO_REASON } from './reason.js';

export interface ScheduleBody<T> {
  readonly definition: T;
  readonly reason: string;
}

/** @throws InvalidRequestError naming every offending field */
export function scheduleOf(body: unknown): ScheduleBody<ScheduleDefinition> {
  const { name, operation, data, options, filter, cron, timezone, missedRuns, reason } = validateBody(ScheduleRequestDto, body);
  return {
    definition: {
      name,
      operation,
      data: data ?? null,
      options: optionsOf(options ?? {}),
      filter: filterOf(filter),
      cron: cron.trim(),
      timezone,
      missedRuns: missedRuns ?? 'once',
    },
    reason: reason ?? NO_REASON,
  };
}

/** `data: null` takes the data away; every other null counts as absent. @throws InvalidRequestError naming every offending field */
export function scheduleChangesOf(body: unknown): ScheduleBody<Partial<ScheduleDefinition>> {
  const { data, options, filter, reason, cron, ...texts } = validateBody(ScheduleChangesDto, body);
  return {
    definition: {
      ...given(texts),
      ...given({ cron: cron?.trim() }),
      ...(data === undefined ? {} : { data }),
      ...(options === undefined || options === null ? {} : { options: optionsOf(options) }),
      ...(filter === undefined || filter === null ? {} : { filter: filterOf(filter) }),
    },
    reason: reason ?? NO_REASON,
  };
}

const optionsOf = ({ priority, maxDelay, bypassRetry, responseUrl }: ScheduleOptionsDto): ScheduleDefinition['options'] =>
  given({ priority, maxDelay, bypassRetry, responseUrl });

const filterOf = ({ protocol, lifecycle, gateway, q, devices }: ScheduleFilterDto): ScheduleDefinition['filter'] =>
  given({ protocol, lifecycle, gateway, q, devices });

/** The fields that were given: absent and null ones are left out. */
function given<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
