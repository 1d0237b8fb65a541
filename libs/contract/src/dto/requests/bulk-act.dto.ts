import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsOptional, Matches, type ValidationOptions } from 'class-validator';
import { OPERATIONS } from '../../definitions/operations.js';
import { BooleanField, ChoiceField, InstantField, IntegerField, ObjectField, rule, TextField } from '../rules/fields.js';
import { DEVICE_IDENTIFICATION } from './command-request.dto.js';

/** Statuses of commands that have not ended. */
export const OPEN_STATUSES = ['RUNNING', 'HELD', 'NEEDS_DECISION', 'RETRY_SCHEDULED', 'SCHEDULED', 'ACCEPTED'] as const;
export type OpenStatus = (typeof OPEN_STATUSES)[number];

export const BULK_ACTIONS = ['cancel', 'hold', 'release', 'priority'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

const MOST_DEVICES = 1_000;
const EACH: ValidationOptions = { each: true, message: 'each of $property must be 16 to 40 letters, digits or blanks' };

const DeviceListField = (): PropertyDecorator => (target, key) => {
  const items = { type: 'string' as const, pattern: DEVICE_IDENTIFICATION.source };
  ApiProperty({ type: 'array', items, maxItems: MOST_DEVICES, required: false })(target, key);
  for (const check of [IsOptional(), IsArray(), ArrayNotEmpty(), ArrayMaxSize(MOST_DEVICES), Matches(DEVICE_IDENTIFICATION, EACH)])
    check(target, key);
};

/** Which of the organisation's commands that have not ended; all that is given must hold. */
export class BulkFilterDto {
  @ChoiceField(OPEN_STATUSES, { optional: true })
  status?: OpenStatus | null;

  @ChoiceField(Object.keys(OPERATIONS), { optional: true })
  operation?: string | null;

  @TextField(40, { optional: true })
  deviceIdentification?: string | null;

  @DeviceListField()
  deviceIdentifications?: string[] | null;

  @InstantField({ optional: true, description: 'inclusive' })
  acceptedFrom?: string | null;

  @InstantField({ optional: true, description: 'exclusive' })
  acceptedTo?: string | null;

  @IntegerField(0, 9, { optional: true, description: 'the effective one' })
  priority?: number | null;
}

export class BulkActDto {
  @ObjectField(() => BulkFilterDto, { description: 'an empty one is all of the commands that have not ended' })
  filter!: BulkFilterDto;

  @ChoiceField(BULK_ACTIONS, {})
  action!: BulkAction;

  @TextField(1_000, { description: 'stands in the history of each command', example: 'storm over the north' })
  @rule('isNotBlank', 'must say why', (value) => typeof value === 'string' && value.trim() !== '')
  reason!: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 9, required: false, description: 'for action priority: the new one' })
  @rule('fitsAction', 'must be a whole number from 0 to 9 with action priority, and stands with no other', (value, object) =>
    Reflect.get(object, 'action') === 'priority' ? isPriority(value) : value === undefined || value === null,
  )
  priority?: number | null;

  @BooleanField({ optional: true, description: 'changes nothing: counts, and shows the first that match' })
  dryRun?: boolean | null;

  @TextField(2_000, { optional: true, description: '`next` of the answer before, with all else unchanged' })
  after?: string | null;
}

const isPriority = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 9;
