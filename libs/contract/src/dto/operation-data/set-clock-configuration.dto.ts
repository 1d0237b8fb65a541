import type { SetClockConfigurationData } from '../../definitions/data.js';
import { BooleanField, IntegerField, OctetsField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

class SetClockConfigurationDataDto {
  @IntegerField(-720, 720, { description: 'minutes from local time to UTC', example: -60 })
  timeZoneOffset!: number;

  @OctetsField(12, { description: 'COSEM date-time with wildcards', example: 'ffff03fe0702000000ffc400' })
  daylightSavingsBegin!: string;

  @OctetsField(12, { description: 'COSEM date-time with wildcards', example: 'ffff0afe0703000000ff8880' })
  daylightSavingsEnd!: string;

  @BooleanField({ optional: true, description: 'true when absent' })
  daylightSavingsEnabled?: boolean | null;
}

export const setClockConfigurationData = objectData(
  SetClockConfigurationDataDto,
  ({ timeZoneOffset, daylightSavingsBegin, daylightSavingsEnd, daylightSavingsEnabled }): SetClockConfigurationData => ({
    timeZoneOffset,
    daylightSavingsBegin: daylightSavingsBegin.toLowerCase(),
    daylightSavingsEnd: daylightSavingsEnd.toLowerCase(),
    daylightSavingsEnabled: daylightSavingsEnabled ?? true,
  }),
  {
    timeZoneOffset: -60,
    daylightSavingsBegin: 'ffff03fe0702000000ffc400',
    daylightSavingsEnd: 'ffff0afe0703000000ff8880',
    daylightSavingsEnabled: true,
  },
);
