import { describe, expect, it } from '@jest/globals';

import { CosemValueError } from '../values/cosem-value-error.js';
import { decodeIdentificationNumber, encodeIdentificationNumber } from './identification-number.js';
import { decodeManufacturerId, encodeManufacturerId } from './manufacturer-id.js';

describe('identification number', () => {
  it.each([
    ['12049260', 302_289_504, 12_049_260],
    ['12056731', 0x12056731, 12_056_731],
    ['00000000', 0, 0],
    ['00000042', 0x42, 42],
    ['99999999', 0x99999999, 99_999_999],
  ])('%s is %i as BCD and %i as a number', (text, bcd, plain) => {
    expect(decodeIdentificationNumber(bcd, 0)).toBe(text);
    expect(decodeIdentificationNumber(plain, 1)).toBe(text);
    expect(encodeIdentificationNumber(text, 0)).toBe(bcd);
    expect(encodeIdentificationNumber(text, 1)).toBe(plain);
  });

  it.each([
    [0x1234567a, 0],
    [0xffffffff, 0],
    [100_000_000, 1],
    [0xffffffff, 1],
  ] as const)('%i is none in version %i', (value, version) => {
    expect(() => decodeIdentificationNumber(value, version)).toThrow(CosemValueError);
  });

  it.each(['1234567', '123456789', 'ABCDEF01', ''])('%j has not eight digits', (text) => {
    expect(() => encodeIdentificationNumber(text, 0)).toThrow(CosemValueError);
    expect(() => encodeIdentificationNumber(text, 1)).toThrow(CosemValueError);
  });
});

describe('manufacturer id', () => {
  it.each([
    ['LGB', 12_514],
    ['AAA', 1057],
    ['ZZZ', 27_482],
    ['KAM', 11_309],
  ])('%s is %i', (text, value) => {
    expect(decodeManufacturerId(value)).toBe(text);
    expect(encodeManufacturerId(text)).toBe(value);
  });

  it('0 is none', () => {
    expect(decodeManufacturerId(0)).toBeUndefined();
    expect(encodeManufacturerId(undefined)).toBe(0);
  });

  it('knows all letters at all places', () => {
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
      for (const text of [`${letter}AA`, `A${letter}A`, `AA${letter}`]) expect(decodeManufacturerId(encodeManufacturerId(text))).toBe(text);
    }
  });

  it.each([1, 0x7fff, 0xffff, 1056])('%i has not three letters', (value) => {
    expect(() => decodeManufacturerId(value)).toThrow(CosemValueError);
  });

  it.each(['ab', 'abc', 'ABCD', '', 'A1C'])('%j is none', (text) => {
    expect(() => encodeManufacturerId(text)).toThrow(CosemValueError);
  });
});
