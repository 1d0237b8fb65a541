import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { parseInstant, parseScheduleTime } from './instant.js';
import { isTimeZone } from './time-zone.js';

/** What the documentation says of a field beside its rule. */
export interface FieldNotes {
  readonly description?: string;
  readonly optional?: boolean;
  readonly example?: unknown;
}

type Rule = PropertyDecorator;

/** More than any list of the contract needs. */
const MOST_ITEMS = 1000;

export type DtoClass = new () => object;

/** One decorator for a field: its rules, and its place in the OpenAPI document. */
function field(api: ApiPropertyOptions, notes: FieldNotes, ...rules: readonly Rule[]): Rule {
  const { optional = false, ...documented } = notes;
  const options = { ...api, ...documented, required: !optional } as ApiPropertyOptions;
  const all = [ApiProperty(options), ...(optional ? [IsOptional()] : []), ...rules];
  return (target, key) => {
    for (const rule of all) rule(target, key);
  };
}

/** A rule of our own; `message` follows the field's name. */
export function rule(name: string, message: string, holds: (value: unknown, object: object) => boolean): Rule {
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown, args) => holds(value, args?.object ?? {}),
      defaultMessage: (args) => `${args?.property ?? 'value'} ${message}`,
    },
  });
}

export const TextField = (maxLength: number, notes: FieldNotes = {}): Rule =>
  field({ type: String, maxLength }, notes, IsString(), MinLength(1), MaxLength(maxLength));

export const PatternField = (pattern: RegExp, meaning: string, notes: FieldNotes = {}): Rule =>
  field({ type: String, pattern: pattern.source }, notes, Matches(pattern, { message: `$property must be ${meaning}` }));

export const IntegerField = (minimum: number, maximum: number, notes: FieldNotes = {}): Rule =>
  field({ type: 'integer', minimum, maximum }, notes, IsInt(), Min(minimum), Max(maximum));

export const BooleanField = (notes: FieldNotes = {}): Rule => field({ type: Boolean }, notes, IsBoolean());

export const ChoiceField = (values: readonly string[], notes: FieldNotes = {}): Rule => field({ enum: [...values] }, notes, IsIn([...values]));

export const InstantField = (notes: FieldNotes = {}, ...rules: readonly Rule[]): Rule =>
  field(
    { type: String, format: 'date-time' },
    notes,
    rule('isInstant', 'must be an ISO 8601 date-time with offset', (value) => parseInstant(value) !== undefined),
    ...rules,
  );

export const ScheduleTimeField = (notes: FieldNotes = {}): Rule =>
  field(
    { oneOf: [{ type: 'string', format: 'date-time' }, { type: 'integer' }] },
    notes,
    rule('isScheduleTime', 'must be an ISO 8601 date-time with offset, or epoch milliseconds', (value) => parseScheduleTime(value) !== undefined),
  );

export const TimeZoneField = (notes: FieldNotes = {}): Rule =>
  field({ type: String, maxLength: 40 }, notes, rule('isTimeZone', 'must be a time zone of the IANA database', isTimeZone), MaxLength(40));

/** Hexadecimal bytes in any case, at most `maxBytes` of them. */
export const HexField = (maxBytes: number, notes: FieldNotes = {}): Rule =>
  field(
    { type: String, pattern: '^([0-9a-fA-F]{2})+$' },
    notes,
    rule('isHex', 'must be hexadecimal bytes', (value) => typeof value === 'string' && /^(?:[0-9a-fA-F]{2})+$/.test(value)),
    MaxLength(2 * maxBytes),
  );

/** Hexadecimal octets in any case, exactly so many. */
export const OctetsField = (octets: number, notes: FieldNotes = {}): Rule =>
  PatternField(new RegExp(`^[0-9a-fA-F]{${2 * octets}}$`), `${octets} octets in hexadecimal`, notes);

const OBIS = new RegExp(`^(?:${'(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.'.repeat(5)}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d))$`);

/** Logical name of an object: six octets with dots. */
export const ObisField = (notes: FieldNotes = {}): Rule =>
  PatternField(OBIS, 'an OBIS code such as 1.0.1.8.0.255', { example: '1.0.1.8.0.255', ...notes });

export const UrlField = (maxLength: number, notes: FieldNotes = {}): Rule =>
  field({ type: String, format: 'uri', maxLength }, notes, rule('isHttpUrl', 'must be an http or https URI', isHttpUrl), MaxLength(maxLength));

export const ObjectField = (type: () => DtoClass, notes: FieldNotes = {}): Rule => field({ type }, notes, IsObject(), ValidateNested(), Type(type));

/** One element or more, at most `maxItems` where the contract sets a limit. */
export const ListField = (type: () => DtoClass, notes: FieldNotes = {}, maxItems = MOST_ITEMS): Rule =>
  field(
    { type: () => [type()], minItems: 1, maxItems },
    notes,
    IsArray(),
    ArrayNotEmpty(),
    ArrayMaxSize(maxItems),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(type),
  );

function isHttpUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
