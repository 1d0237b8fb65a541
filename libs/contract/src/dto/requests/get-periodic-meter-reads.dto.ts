import { PERIOD_TYPES, type PeriodType } from '../../definitions/enumerations.js';
import { ChoiceField, InstantField, ObjectField } from '../rules/fields.js';
import { NotBefore } from '../rules/order.js';
import { CommandRequestDto } from './command-request.dto.js';

export class GetPeriodicMeterReadsDataDto {
  @ChoiceField(PERIOD_TYPES)
  periodType!: PeriodType;

  @InstantField({ description: 'inclusive', example: '2026-11-01T00:00:00Z' })
  beginDate!: string;

  @InstantField({ description: 'inclusive; not before beginDate', example: '2026-11-08T00:00:00Z' }, NotBefore('beginDate'))
  endDate!: string;
}

export class GetPeriodicMeterReadsRequestDto extends CommandRequestDto {
  @ObjectField(() => GetPeriodicMeterReadsDataDto)
  data!: GetPeriodicMeterReadsDataDto;
}
