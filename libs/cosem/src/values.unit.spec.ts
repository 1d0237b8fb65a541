import { describe, expect, it } from '@jest/globals';

import { decodeAmrStatus, encodeAmrStatus } from './amr-status.js';
import { scale, scaleToKwh, scaleToM3 } from './scaling.js';

describe('scaleToKwh', () => {
  it.each([
    [10_001, 0, '10.001'],
    [10_000, 0, '10.000'],
    [1, 0, '0.001'],
    [0, 0, '0.000'],
    [-5, 0, '-0.005'],
    [12_345, -2, '0.12345'],
    [12, 3, '12'],
    [12, 4, '120'],
    [4_294_967_295, 0, '4294967.295'],
    [18_446_744_073_709_551_615n, 0, '18446744073709551.615'],
  ])('%s with scaler %s is %s', (value, scaler, text) => {
    expect(scaleToKwh(value, scaler, 'WH')).toBe(text);
  });

  it('refuses other units and fractions', () => {
    expect(() => scaleToKwh(1, 0, 'W')).toThrow(RangeError);
    expect(() => scaleToKwh(1.5, 0, 'WH')).toThrow(RangeError);
  });
});

describe('scale', () => {
  it('keeps zero short for positive scalers', () => {
    expect(scale(0, 3)).toBe('0');
    expect(scale(-7, 2)).toBe('-700');
  });

  it('gives volumes in m3', () => {
    expect(scaleToM3(300_001, -3, 'M3')).toBe('300.001');
    expect(() => scaleToM3(1, 0, 'WH')).toThrow(RangeError);
  });
});

describe('AMR profile status', () => {
  it('names the bits, lowest first', () => {
    expect(decodeAmrStatus(0)).toEqual([]);
    expect(decodeAmrStatus(0b1000_1010)).toEqual(['CLOCK_INVALID', 'DAYLIGHT_SAVING', 'POWER_DOWN']);
  });

  it('encodes what it decodes', () => {
    for (let bits = 0; bits < 256; bits++) expect(encodeAmrStatus(decodeAmrStatus(bits))).toBe(bits);
  });
});
