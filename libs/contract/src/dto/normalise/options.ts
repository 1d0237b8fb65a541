import { DEFAULT_PRIORITY, type CommandOptions } from '../../definitions/options.js';
import type { CommandOptionsDto } from '../requests/command-options.dto.js';
import { utc } from '../rules/instant.js';
import { InvalidRequestError, type FieldError } from '../validate.js';
import { present } from './present.js';

/**
 * Options with their defaults, instants in UTC.
 * @throws InvalidRequestError when the times contradict each other; a time that is over is no error: such a command expires
 */
export function normaliseOptions(dto: CommandOptionsDto | null | undefined): CommandOptions {
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
  const errors = contradictions(options);
  if (errors.length > 0) throw new InvalidRequestError(errors);
  return options;
}

function contradictions({ scheduleTime, maxScheduleTime }: CommandOptions): FieldError[] {
  if (scheduleTime === undefined || maxScheduleTime === undefined || Date.parse(maxScheduleTime) >= Date.parse(scheduleTime)) return [];
  return [{ field: 'options.maxScheduleTime', message: 'maxScheduleTime must not be before scheduleTime' }];
}
