import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ABSENT } from '../model/field-value.js';
import { END, fieldKey, keyText, NUMBERS, prefixEndKey, STRINGS, textKey } from './keys.js';

const sign = (value: number): number => Math.sign(value) + 0;
const byBytes = (a: string, b: string): number => sign(Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')));
/** As JavaScript and Java compare: by UTF-16 code unit. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
const texts = fc.string({ unit: 'binary' });
const wanted = (a: string | number, b: string | number): number => {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return typeof a === 'number' && typeof b === 'number' ? sign(a - b) : byBytes(String(a), String(b));
};

describe('keys of values', () => {
  it('have the order of the values, for a server that compares bytes and for one that compares code units', () => {
    const value = fc.oneof(
      numbers,
      texts,
      fc.integer(),
      fc.constantFrom(0, -0, 5e-324, -5e-324, Number.MAX_VALUE, '', '\uFFFD', '\u{1F6B2}', ABSENT),
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        const order = a === b ? 0 : wanted(a, b);
        expect(byBytes(fieldKey(a), fieldKey(b))).toBe(order);
        expect(byCodeUnits(fieldKey(a), fieldKey(b))).toBe(order);
      }),
    );
  });

  it('lie between the bounds of their type', () => {
    fc.assert(
      fc.property(numbers, texts, (number, text) => {
        const inOrder = [fieldKey(ABSENT), NUMBERS, fieldKey(number), STRINGS, fieldKey(text), END];
        expect(inOrder.toSorted(byCodeUnits)).toEqual(inOrder);
      }),
    );
  });

  it('begin with the key of a prefix exactly if the text begins with it', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '\uD7FF', '\uE000', '\u{10FFFF}'), maxLength: 4 });
    fc.assert(
      fc.property(few, few, (text, prefix) => {
        const key = fieldKey(text);
        expect(key >= fieldKey(prefix) && key < prefixEndKey(prefix)).toBe(text.startsWith(prefix));
      }),
    );
  });

  it('of text can be turned back, and leave ASCII as it is', () => {
    fc.assert(fc.property(texts, (text) => expect(keyText(textKey(text))).toBe(text)));
    expect(textKey('EMETER-0001 "x"\0')).toBe('EMETER-0001 "x"\0');
  });
});
