import type { GetPeriodicMeterReadsData } from '../../definitions/data.js';
import { PERIOD_TYPES, type PeriodType } from '../../definitions/enumerations.js';
import { ChoiceField, InstantField } from '../rules/fields.js';
import { utc } from '../rules/instant.js';
import { NotBefore } from '../rules/order.js';
import { objectData } from './data-rule.js';

class GetPeriodicMeterReadsDataDto {
  @ChoiceField(PERIOD_TYPES)
  periodType!: PeriodType;

  @InstantField({ description: 'inclusive', example: '2026-11-01T00:00:00Z' })
  beginDate!: string;

  @InstantField({ description: 'inclusive; not before beginDate', example: '2026-11-08T00:00:00Z' }, NotBefore('beginDate'))
  endDate!: string;
}

export const getPeriodicMeterReadsData = objectData(
  GetPeriodicMeterReadsDataDto,
  ({ periodType, beginDate, endDate }): GetPeriodicMeterReadsData => ({ periodType, beginDate: utc(beginDate), endDate: utc(endDate) }),
  { periodType: 'DAILY', beginDate: '2026-11-01T00:00:00Z', endDate: '2026-11-08T00:00:00Z' },
);
