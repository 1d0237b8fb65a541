/**
 * How values are written so that every server puts them into the same order. All are strings: absent values the empty one, numbers "1" and the
 * bits of the double, strings "2" and the text. Text is UTF-8 with one character for each byte, because servers differ in whether they compare
 * UTF-8 or UTF-16; ASCII stays what it is.
 */
import { ABSENT } from '../model/field-value.js';
import { prefixEnd } from '../model/prefix-end.js';

export const ABSENT_KEY = '';
/** Below every number, above what is absent. */
export const NUMBERS = '1';
/** Below every string, above every number. */
export const STRINGS = '2';
/** Above every string. */
export const END = '3';

const ASCII = /^[\0-\x7f]*$/;

/** Text whose order by code point is also its order by UTF-16 code unit and by UTF-8 byte. */
export function textKey(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Turns {@link textKey} round. */
export function keyText(key: string): string {
  return ASCII.test(key) ? key : Buffer.from(key, 'latin1').toString('utf8');
}

/** Of a value as `fieldValue` answers it. */
export function fieldKey(value: string | number): string {
  if (typeof value === 'string') return STRINGS + textKey(value);
  return value === ABSENT ? ABSENT_KEY : NUMBERS + numberKey(value);
}

/** The lowest key above those of all strings that begin with `prefix`. */
export function prefixEndKey(prefix: string): string {
  const end = prefixEnd(prefix);
  return end === undefined ? END : fieldKey(end);
}

const bits = new DataView(new ArrayBuffer(8));
const SIGN = 1n << 63n;
const ALL = (1n << 64n) - 1n;

/** 16 hexadecimal digits in the order of the numbers: positive ones with the sign bit set, negative ones with all bits turned. */
function numberKey(value: number): string {
  // Zero has two signs and one value.
  bits.setFloat64(0, value === 0 ? 0 : value);
  const raw = bits.getBigUint64(0);
  return ((raw & SIGN) === 0n ? raw | SIGN : raw ^ ALL).toString(16).padStart(16, '0');
}
