import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type, type TypeHelpOptions } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import type { FindEventsData, FindEventsQuery } from '../../definitions/data.js';
import { EVENT_LOG_CATEGORIES, type EventLogCategory } from '../../definitions/enumerations.js';
import { ChoiceField, InstantField, ListField } from '../rules/fields.js';
import { utc } from '../rules/instant.js';
import { After } from '../rules/order.js';
import type { DataRule } from './data-rule.js';

class FindEventsQueryDto {
  @ChoiceField(EVENT_LOG_CATEGORIES)
  eventLogCategory!: EventLogCategory;

  @InstantField({ example: '2026-11-01T00:00:00Z' })
  from!: string;

  @InstantField({ description: 'after from', example: '2026-11-08T00:00:00Z' }, After('from'))
  until!: string;
}

class FindEventsDataDto {
  @ListField(() => FindEventsQueryDto)
  queries!: FindEventsQueryDto[];
}

/** The data of FindEvents is a list of queries or one query by itself. */
function findEventsType(options?: TypeHelpOptions): typeof FindEventsDataDto | typeof FindEventsQueryDto {
  const parent: unknown = options?.object;
  const data: unknown = typeof parent === 'object' && parent !== null ? Reflect.get(parent, 'data') : undefined;
  const flat = typeof data === 'object' && data !== null && !('queries' in data) && Object.keys(data).length > 0;
  return flat ? FindEventsQueryDto : FindEventsDataDto;
}

const models = [FindEventsDataDto, FindEventsQueryDto];

const field: PropertyDecorator = (target, key) => {
  ApiProperty({ oneOf: models.map((type) => ({ $ref: getSchemaPath(type) })) })(target, key);
  IsObject()(target, key);
  ValidateNested()(target, key);
  Type(findEventsType)(target, key);
};

function query({ eventLogCategory, from, until }: FindEventsQueryDto): FindEventsQuery {
  return { eventLogCategory, from: utc(from), until: utc(until) };
}

export const findEventsData: DataRule<FindEventsData> = {
  field,
  models,
  toData(given) {
    const data = given as FindEventsDataDto | FindEventsQueryDto;
    return { queries: 'queries' in data ? data.queries.map(query) : [query(data)] };
  },
  example: { queries: [{ eventLogCategory: 'STANDARD_EVENT_LOG', from: '2026-11-01T00:00:00Z', until: '2026-11-08T00:00:00Z' }] },
};
