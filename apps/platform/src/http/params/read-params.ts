import { InvalidRequestError, parseInstant, type FieldError } from '#contract/dto/index.js';

export type RawQuery = Readonly<Record<string, unknown>>;

/** Reads one parameter; a text that does not fit throws a RangeError whose message says what would. */
export type Reader<T> = (text: string) => T;
type Values<R extends Readonly<Record<string, Reader<unknown>>>> = { -readonly [K in keyof R]?: ReturnType<R[K]> };

/**
 * Reads query parameters. Empty ones count as absent; unknown and repeated ones are refused, so that a slip of the pen never goes unnoticed.
 * @throws InvalidRequestError naming every offending parameter
 */
export function readParams<R extends Readonly<Record<string, Reader<unknown>>>>(query: RawQuery, readers: R): Values<R> {
  const errors: FieldError[] = [];
  const values: Record<string, unknown> = {};
  for (const [field, text] of Object.entries(query)) {
    const reader = Object.hasOwn(readers, field) ? readers[field] : undefined;
    if (reader === undefined) errors.push({ field, message: `is no parameter of this request (${Object.keys(readers).join(', ')})` });
    else if (typeof text !== 'string') errors.push({ field, message: 'must be given once' });
    else if (text !== '') {
      try {
        values[field] = reader(text);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        errors.push({ field, message: error.message });
      }
    }
  }
  if (errors.length > 0) throw new InvalidRequestError(errors);
  return values as Values<R>;
}

export const text: Reader<string> = (value) => value;

export const instant: Reader<number> = (value) => {
  // A plus sign that was not escaped arrives as a blank.
  const at = parseInstant(value.replace(' ', '+'));
  if (at === undefined) throw new RangeError('must be an ISO 8601 date-time with offset');
  return at;
};

export function integer(minimum: number, maximum: number): Reader<number> {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= minimum && number <= maximum)) throw new RangeError(`must be a whole number from ${minimum} to ${maximum}`);
    return number;
  };
}

/** Seconds, also parts of them; answers milliseconds. */
export function seconds(maximum: number): Reader<number> {
  return (value) => {
    const number = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    if (!(number <= maximum)) throw new RangeError(`must be seconds from 0 to ${maximum}`);
    return Math.round(number * 1_000);
  };
}

export function oneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return (value) => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw new RangeError(`must be one of ${values.join(', ')}`);
    return found;
  };
}

export const flag: Reader<boolean> = (value) => {
  if (value === '1' || value === 'true') return true;
  if (value === '0' || value === 'false') return false;
  throw new RangeError('must be 1 or 0');
};
