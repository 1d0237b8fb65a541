import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, ArrayMaxSize, ArrayNotEmpty, IsArray, IsOptional, Matches } from 'class-validator';
import { DEVICE_LIFECYCLE_STATUSES } from '#contract';
import { DEVICE_IDENTIFICATION } from '#contract/dto/index.js';
import { BooleanField, ChoiceField, IntegerField, ObjectField, rule, TextField, TimeZoneField, UrlField } from '#contract/dto/rules/fields.js';
import { MISSED_RUNS, type MissedRuns } from '#orchestration';

const MOST_DEVICES = 1_000;
const LONGEST_DELAY = 30 * 86_400;
const MISSED = 'what becomes of occurrences that were missed: none, the latest, or the latest 24 run; default once';
const EACH = { each: true, message: 'each of $property must be 16 to 40 letters, digits or blanks' };

const DeviceListField = (): PropertyDecorator => (target, key) => {
  const items = { type: 'string' as const, pattern: DEVICE_IDENTIFICATION.source };
  const description = 'these devices; stands with no other criterion';
  ApiProperty({ type: 'array', items, maxItems: MOST_DEVICES, required: false, description })(target, key);
  for (const check of [IsOptional(), IsArray(), ArrayNotEmpty(), ArrayMaxSize(MOST_DEVICES), Matches(DEVICE_IDENTIFICATION, EACH)])
    check(target, key);
  rule('standsAlone', 'stands with no other criterion', (_value, filter) =>
    ['protocol', 'lifecycle', 'gateway', 'q'].every((other) => (Reflect.get(filter, other) ?? null) === null),
  )(target, key);
};

/** Which devices; all that is given must hold. */
export class ScheduleFilterDto {
  @TextField(40, { optional: true, description: 'name, or name and version', example: 'SMR 5.1' })
  protocol?: string | null;

  @ChoiceField(DEVICE_LIFECYCLE_STATUSES, { optional: true })
  lifecycle?: string | null;

  @TextField(40, { optional: true, description: 'identification of the gateway' })
  gateway?: string | null;

  @TextField(40, { optional: true, description: 'beginning of the identification', example: 'TEST1024' })
  q?: string | null;

  @DeviceListField()
  devices?: string[] | null;
}

export class ScheduleOptionsDto {
  @IntegerField(0, 9, { optional: true, description: '0 (lowest) to 9, default 4' })
  priority?: number | null;

  @IntegerField(1, LONGEST_DELAY, {
    optional: true,
    description: 'seconds after the occurrence until which a command may be carried out',
    example: 14_400,
  })
  maxDelay?: number | null;

  @BooleanField({ optional: true, description: 'one attempt only' })
  bypassRetry?: boolean | null;

  @UrlField(255, { optional: true, description: 'told of the end of each command' })
  responseUrl?: string | null;
}

/** What may be left out, both of a schedule and of a change. */
class OptionalPartsDto {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'the operation\'s; an instant may be `{"relative": "-1d@00:00"}`, counted from the occurrence in the time zone of the schedule',
  })
  @Allow()
  data?: unknown;

  @ObjectField(() => ScheduleOptionsDto, { optional: true })
  options?: ScheduleOptionsDto | null;

  @ChoiceField(MISSED_RUNS, { optional: true, description: MISSED })
  missedRuns?: MissedRuns | null;

  @TextField(1_000, { optional: true, description: 'stands in the history', example: 'reads of the day before' })
  reason?: string | null;
}

const nameField = (optional: boolean) => TextField(100, { optional, example: 'daily reads' });
const operationField = (optional: boolean) =>
  TextField(60, { optional, description: 'any operation that carries no keys', example: 'GetPeriodicMeterReads' });
const filterField = (optional: boolean) => ObjectField(() => ScheduleFilterDto, { optional, description: 'an empty one is all devices' });
const cronField = (optional: boolean) =>
  TextField(100, { optional, description: 'minute, hour, day of month, month, day of week', example: '15 1 * * *' });
const timezoneField = (optional: boolean) => TimeZoneField({ optional, description: 'of the IANA database', example: 'Europe/Amsterdam' });

export class ScheduleRequestDto extends OptionalPartsDto {
  @nameField(false)
  name!: string;

  @operationField(false)
  operation!: string;

  @filterField(false)
  filter!: ScheduleFilterDto;

  @cronField(false)
  cron!: string;

  @timezoneField(false)
  timezone!: string;
}

/** A change: what is given takes the place of what was. */
export class ScheduleChangesDto extends OptionalPartsDto {
  @nameField(true)
  name?: string | null;

  @operationField(true)
  operation?: string | null;

  @filterField(true)
  filter?: ScheduleFilterDto | null;

  @cronField(true)
  cron?: string | null;

  @timezoneField(true)
  timezone?: string | null;
}
