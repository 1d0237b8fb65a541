import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyData } from '../testing/arbitraries.js';
import { hex, toHex } from '../testing/hex.js';
import { d } from './constructors.js';
import type { Data } from './data.js';
import { decodeData } from './decode-data.js';
import { encodeData } from './encode-data.js';

const code = (expected: string): ReturnType<typeof expect.objectContaining> => expect.objectContaining({ code: expected });

const samples: readonly (readonly [string, Data])[] = [
  ['00', d.nul],
  ['FF', { type: 'dont-care' }],
  ['01 02 1101 1102', d.array(d.u8(1), d.u8(2))],
  ['02 02 120008 0906 0000010000FF', d.structure(d.u16(8), d.octets('0000010000FF'))],
  ['03 01', d.bool(true)],
  ['04 0A A580', d.bits('1010010110')],
  ['04 00', d.bits('')],
  ['05 FFFFFFFE', d.i32(-2)],
  ['06 FFFFFFFE', d.u32(4294967294)],
  ['09 00', d.octets('')],
  ['0A 03 41 20 7A', d.text('A z')],
  ['0C 03 E282AC', d.utf8('€')],
  ['0D 42', { type: 'bcd', value: 0x42 }],
  ['0F FD', d.i8(-3)],
  ['10 8000', d.i16(-32768)],
  ['11 FF', d.u8(255)],
  ['12 0102', d.u16(258)],
  ['13 12 04 00010002', { type: 'compact-array', element: { type: 'long-unsigned' }, value: [d.u16(1), d.u16(2)] }],
  [
    '13 02 02 11 01 0002 0F 06 01FFFE02FDFC',
    {
      type: 'compact-array',
      element: { type: 'structure', elements: [{ type: 'unsigned' }, { type: 'array', count: 2, element: { type: 'integer' } }] },
      value: [d.structure(d.u8(1), d.array(d.i8(-1), d.i8(-2))), d.structure(d.u8(2), d.array(d.i8(-3), d.i8(-4)))],
    },
  ],
  ['14 FFFFFFFFFFFFFFFF', d.i64(-1n)],
  ['15 FFFFFFFFFFFFFFFF', d.u64(2n ** 64n - 1n)],
  ['16 1E', d.enumeration(30)],
  ['17 3F800000', d.f32(1)],
  ['18 C000000000000000', d.f64(-2)],
  ['19 07E40101FF00030000FF8800', { type: 'date-time', value: hex('07E40101FF00030000FF8800') }],
  ['1A 07E40101FF', { type: 'date', value: hex('07E40101FF') }],
  ['1B 00030000', { type: 'time', value: hex('00030000') }],
  ['1C FF', { type: 'delta-integer', value: -1 }],
  ['1D FFFF', { type: 'delta-long', value: -1 }],
  ['1E FFFFFFFF', { type: 'delta-double-long', value: -1 }],
  ['1F FF', { type: 'delta-unsigned', value: 255 }],
  ['20 FFFF', { type: 'delta-long-unsigned', value: 65535 }],
  ['21 FFFFFFFF', { type: 'delta-double-long-unsigned', value: 4294967295 }],
];

describe('A-XDR data', () => {
  it.each(samples)('%s is decoded and encoded', (bytes, data) => {
    expect(decodeData(hex(bytes))).toEqual({ value: data, end: hex(bytes).length });
    expect(toHex(encodeData(data))).toBe(bytes.replaceAll(' ', ''));
  });

  it('writes long lengths in the short definite forms and reads them back', () => {
    for (const [length, header] of [
      [127, '097F'],
      [128, '098180'],
      [255, '0981FF'],
      [256, '09820100'],
      [65536, '0983010000'],
    ] as const) {
      const encoded = encodeData(d.octets(Buffer.alloc(length)));
      expect(toHex(encoded.subarray(0, header.length / 2))).toBe(header);
      expect(decodeData(encoded).end).toBe(encoded.length);
    }
  });

  it('takes any value but 0 for true', () => {
    expect(decodeData(hex('03FF')).value).toEqual(d.bool(true));
  });

  it('decodes one value and says where it ends', () => {
    expect(decodeData(hex('1101 1102 FFFF'))).toEqual({ value: d.u8(1), end: 2 });
    expect(decodeData(hex('1101 1102 FFFF'), 2)).toEqual({ value: d.u8(2), end: 4 });
  });

  it('comes back from its encoding, whatever it is', () => {
    fc.assert(
      fc.property(anyData, (data) => {
        const encoded = encodeData(data);
        const decoded = decodeData(encoded);
        expect(decoded.end).toBe(encoded.length);
        expect(decoded.value).toEqual(data);
        expect(encodeData(decoded.value).equals(encoded)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['nothing', '', 'MALFORMED'],
    ['an unknown type', '07', 'MALFORMED'],
    ['a length beyond the end', '0905 01020304', 'MALFORMED'],
    ['a length of gigabytes', '09 84FFFFFFFF', 'MALFORMED'],
    ['an indefinite length', '0980', 'MALFORMED'],
    ['a length of nine octets', '09 89010101010101010101', 'MALFORMED'],
    ['a count beyond the end', '01 84FFFFFFFF 00', 'MALFORMED'],
    ['a bit-string of billions', '04 84FFFFFFFF', 'MALFORMED'],
    ['a cut number', '06 000000', 'MALFORMED'],
    ['a cut date-time', '19 07E40101FF00030000FF88', 'MALFORMED'],
    ['a compact-array whose contents are cut', '13 12 03 000100', 'MALFORMED'],
    ['a compact-array of nothing', '13 00 01 00', 'MALFORMED'],
    ['a compact-array in a compact-array', '13 13 11 01 00', 'MALFORMED'],
    ['arrays nested without end', '0101'.repeat(200), 'LIMIT'],
    ['type descriptions nested without end', '13' + '010001'.repeat(200), 'LIMIT'],
    ['a compact-array that blows up', '13 02 02 11 01FFFF 01FFFF 00 02 0101', 'LIMIT'],
  ])('refuses %s', (_name, bytes, expected) => {
    expect(() => decodeData(hex(bytes))).toThrow(code(expected));
  });

  it('bounds what several compact-arrays expand to together', () => {
    const one = '13 02 02 11 0103E8 00 09 010101010101010101';
    expect(decodeData(hex(one)).value.type).toBe('compact-array');
    expect(() => decodeData(hex(`0104 ${one.repeat(4)}`))).toThrow(code('LIMIT'));
  });

  it.each<[string, Data]>([
    ['a number outside its type', d.u8(256)],
    ['a negative unsigned number', d.u32(-1)],
    ['a fraction', d.i16(0.5)],
    ['a long64 outside 64 bits', d.i64(2n ** 63n)],
    ['a date-time of 11 octets', { type: 'date-time', value: Buffer.alloc(11) }],
    ['bits that are none', d.bits('012')],
    ['a visible-string with wide characters', d.text('€')],
    ['a compact-array of another type', { type: 'compact-array', element: { type: 'unsigned' }, value: [d.u16(1)] }],
    [
      'a compact-array row of another length',
      { type: 'compact-array', element: { type: 'structure', elements: [{ type: 'unsigned' }] }, value: [d.structure()] },
    ],
  ])('does not encode %s', (_name, data) => {
    expect(() => encodeData(data)).toThrow(code('INVALID_VALUE'));
  });
});
