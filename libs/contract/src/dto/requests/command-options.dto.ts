import { DEFAULT_PRIORITY } from '../../definitions/options.js';
import { BooleanField, IntegerField, ScheduleTimeField, UrlField } from '../rules/fields.js';

/** The contract's message headers. */
export class CommandOptionsDto {
  @IntegerField(0, 9, { optional: true, description: `0 (lowest) to 9, default ${DEFAULT_PRIORITY}` })
  priority?: number;

  @ScheduleTimeField({ optional: true, description: 'not before this time', example: '2026-11-24T01:00:00Z' })
  scheduleTime?: string | number;

  @ScheduleTimeField({ optional: true, description: 'not after this time: a command that has not ended by then expires (fault 417)' })
  maxScheduleTime?: string | number;

  @BooleanField({ optional: true, description: 'one attempt only' })
  bypassRetry?: boolean;

  @UrlField(255, { optional: true, description: 'told of the end of the command' })
  responseUrl?: string;
}
