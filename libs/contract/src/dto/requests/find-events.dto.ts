import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type, type TypeHelpOptions } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { EVENT_LOG_CATEGORIES, type EventLogCategory } from '../../definitions/enumerations.js';
import { ChoiceField, InstantField, ListField } from '../rules/fields.js';
import { After } from '../rules/order.js';
import { CommandRequestDto } from './command-request.dto.js';

export class FindEventsQueryDto {
  @ChoiceField(EVENT_LOG_CATEGORIES)
  eventLogCategory!: EventLogCategory;

  @InstantField({ example: '2026-11-01T00:00:00Z' })
  from!: string;

  @InstantField({ description: 'after from', example: '2026-11-08T00:00:00Z' }, After('from'))
  until!: string;
}

export class FindEventsDataDto {
  @ListField(() => FindEventsQueryDto)
  queries!: FindEventsQueryDto[];
}

/** The data of FindEvents is a list of queries or one query by itself. */
export function findEventsType(options?: TypeHelpOptions): typeof FindEventsDataDto | typeof FindEventsQueryDto {
  const parent: unknown = options?.object;
  const data: unknown = typeof parent === 'object' && parent !== null ? Reflect.get(parent, 'data') : undefined;
  const flat = typeof data === 'object' && data !== null && !('queries' in data) && Object.keys(data).length > 0;
  return flat ? FindEventsQueryDto : FindEventsDataDto;
}

export const FindEventsDataField = (): PropertyDecorator => (target, key) => {
  ApiProperty({ oneOf: [FindEventsDataDto, FindEventsQueryDto].map((type) => ({ $ref: getSchemaPath(type) })) })(target, key);
  IsObject()(target, key);
  ValidateNested()(target, key);
  Type(findEventsType)(target, key);
};

@ApiExtraModels(FindEventsDataDto, FindEventsQueryDto)
export class FindEventsRequestDto extends CommandRequestDto {
  @FindEventsDataField()
  data!: FindEventsDataDto | FindEventsQueryDto;
}
