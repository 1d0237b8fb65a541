import { DEFAULT_PRIORITY, type CommandOptions } from '../../definitions/options.js';
import type { CommandOptionsDto } from '../requests/command-options.dto.js';
import { utc } from '../rules/instant.js';
import { InvalidRequestError, type FieldError } from '../validate.js';
import { present } from './present.js';

/**
 * Options with their defaults, instants in UTC.
 * @param now epoch milliseconds
 * @throws InvalidRequestError when the command could not be carried out in time even if nothing went wrong
 */
export function normaliseOptions(dto: CommandOptionsDto | null | undefined, now: number): CommandOptions {
  const { scheduleTime, maxScheduleTime, responseUrl } = present({
    scheduleTime: dto?.scheduleTime,
    maxScheduleTime: dto?.maxScheduleTime,
    responseUrl: dto?.responseUrl,
  });
  const options: CommandOptions = {
    priority: dto?.priority ?? DEFAULT_PRIORITY,
    bypassRetry: dto?.bypassRetry ?? false,
    ...(scheduleTime === undefined ? {} : { scheduleTime: utc(scheduleTime) }),
    ...(maxScheduleTime === undefined ? {} : { maxScheduleTime: utc(maxScheduleTime) }),
    ...(responseUrl === undefined ? {} : { responseUrl }),
  };
  const errors = lateErrors(options, now);
  if (errors.length > 0) throw new InvalidRequestError(errors);
  return options;
}

function lateErrors({ scheduleTime, maxScheduleTime }: CommandOptions, now: number): FieldError[] {
  if (maxScheduleTime === undefined) return [];
  const field = 'options.maxScheduleTime';
  const latest = Date.parse(maxScheduleTime);
  if (latest < now) return [{ field, message: 'maxScheduleTime must not be in the past' }];
  if (scheduleTime !== undefined && latest < Date.parse(scheduleTime)) return [{ field, message: 'maxScheduleTime must not be before scheduleTime' }];
  return [];
}
