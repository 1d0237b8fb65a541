import { isUtf8 } from 'node:buffer';
import type { ProposedEvent } from './recorded-event.js';

export interface StreamMetadata {
  /** Only so many of the last events can be read. */
  readonly maxCount?: number;
  /** Only events of the last so many seconds can be read. */
  readonly maxAge?: number;
  /** Events before this revision cannot be read; Infinity after a soft delete. */
  readonly truncateBefore?: number;
}

export const NO_METADATA: StreamMetadata = {};

/** 2^63 as JSON.parse gives it: the largest signed 64-bit integer, which has no exact double. */
const LARGEST = 2 ** 63;

function whole(value: unknown, least: number): number | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > LARGEST) throw new RangeError('not a 64-bit integer');
  return value === LARGEST ? Infinity : value;
}

const field = <K extends string>(name: K, value: unknown, least: number) => (value === undefined ? {} : { [name]: whole(value, least) });

/** Metadata that is not a JSON object, or has a number that fits no 64-bit integer, counts as none. */
export function parseStreamMetadata({ isJson, data }: Pick<ProposedEvent, 'isJson' | 'data'>): StreamMetadata {
  if (!isJson || !isUtf8(data)) return NO_METADATA;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return NO_METADATA;
    const { $maxCount, $maxAge, $tb } = parsed as { readonly $maxCount?: unknown; readonly $maxAge?: unknown; readonly $tb?: unknown };
    return { ...field('maxCount', $maxCount, 1), ...field('maxAge', $maxAge, 1), ...field('truncateBefore', $tb, 0) };
  } catch {
    return NO_METADATA;
  }
}

export const isSoftDeleted = ({ truncateBefore }: StreamMetadata): boolean => truncateBefore === Infinity;

/** The first revision that can be read, but for `maxAge`. */
export function firstReadable({ maxCount = Infinity, truncateBefore = 0 }: StreamMetadata, last: number): number {
  return Math.max(0, last + 1 - maxCount, truncateBefore);
}

const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** What a soft delete writes: it replaces all earlier metadata. JSON.stringify cannot write this number. */
export const softDeleteMetadata = (): Uint8Array => Buffer.from('{"$tb":9223372036854775807}');

/** The metadata that brings a soft-deleted stream back from this revision on; other keys are kept. */
export function undeleteMetadata(current: Uint8Array, from: number): Uint8Array {
  return encode({ ...(JSON.parse(Buffer.from(current).toString('utf8')) as object), $tb: from });
}
