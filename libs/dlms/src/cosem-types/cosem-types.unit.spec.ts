import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hex, toHex } from '../testing/hex.js';
import { decodeDateTime, encodeDateTime, type CosemDateTime } from './cosem-date-time.js';
import { formatObis, parseObis } from './obis.js';

const code = (expected: string): ReturnType<typeof expect.objectContaining> => expect.objectContaining({ code: expected });

describe('logical names', () => {
  it('are six groups', () => {
    expect(toHex(parseObis('1.0.1.8.0.255'))).toBe('0100010800FF');
    expect(formatObis(hex('0100010800FF'))).toBe('1.0.1.8.0.255');
  });

  it.each(['', '1.0.1.8.0', '1.0.1.8.0.255.1', '1.0.1.8.0.256', '1.0.1.8.0.-1', '1-0:1.8.0.255', '1.0.1.8.0.', '1.0.1.8.0.0x1', '1.0.1.8.0.1e2'])(
    'are not "%s"',
    (name) => {
      expect(() => parseObis(name)).toThrow(code('INVALID_VALUE'));
    },
  );

  it('have six octets', () => {
    expect(() => formatObis(hex('0100010800'))).toThrow(code('INVALID_VALUE'));
  });
});

describe('date-time', () => {
  const samples: readonly (readonly [string, CosemDateTime])[] = [
    // 2020-01-01T00:03:00+02:00 and 2020-01-06T00:03:00+01:00, as meters of Central Europe write them.
    ['07E40101FF00030000FF8800', { year: 2020, month: 1, day: 1, hour: 0, minute: 3, second: 0, hundredths: 0, deviation: -120, status: 0 }],
    ['07E40106FF00030000FFC400', { year: 2020, month: 1, day: 6, hour: 0, minute: 3, second: 0, hundredths: 0, deviation: -60, status: 0 }],
    ['07E4070403173B3BFF800080', { year: 2020, month: 7, day: 4, dayOfWeek: 3, hour: 23, minute: 59, second: 59, status: 0x80 }],
    ['FFFFFEFE0702000000800080', { month: 0xfe, day: 0xfe, dayOfWeek: 7, hour: 2, minute: 0, second: 0, hundredths: 0, status: 0x80 }],
    ['FFFFFFFFFFFFFFFFFF8000FF', {}],
  ];

  it.each(samples)('%s', (bytes, time) => {
    expect(decodeDateTime(hex(bytes))).toEqual(time);
    expect(toHex(encodeDateTime(time))).toBe(bytes);
  });

  it('comes back from its record, whatever the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (bytes) => {
        expect(toHex(encodeDateTime(decodeDateTime(bytes)))).toBe(toHex(bytes));
      }),
    );
  });

  it('has 12 octets', () => {
    expect(() => decodeDateTime(Buffer.alloc(11))).toThrow(code('MALFORMED'));
  });

  it.each([{ year: 70000 }, { hour: 256 }, { minute: -1 }, { deviation: 40000 }, { second: 0.5 }])('has no field %j', (time) => {
    expect(() => encodeDateTime(time)).toThrow(code('INVALID_VALUE'));
  });
});
