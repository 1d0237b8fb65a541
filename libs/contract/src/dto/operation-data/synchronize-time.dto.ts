import type { SynchronizeTimeData } from '../../definitions/data.js';
import { TimeZoneField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

class SynchronizeTimeDataDto {
  @TimeZoneField({ description: 'zone that the clock is expressed in', example: 'Europe/Amsterdam' })
  timeZone!: string;
}

export const synchronizeTimeData = objectData(SynchronizeTimeDataDto, ({ timeZone }): SynchronizeTimeData => ({ timeZone }), {
  timeZone: 'Europe/Amsterdam',
});
