import { ObjectField, TimeZoneField } from '../rules/fields.js';
import { CommandRequestDto } from './command-request.dto.js';

export class SynchronizeTimeDataDto {
  @TimeZoneField({ description: 'zone that the clock is expressed in', example: 'Europe/Amsterdam' })
  timeZone!: string;
}

export class SynchronizeTimeRequestDto extends CommandRequestDto {
  @ObjectField(() => SynchronizeTimeDataDto)
  data!: SynchronizeTimeDataDto;
}
