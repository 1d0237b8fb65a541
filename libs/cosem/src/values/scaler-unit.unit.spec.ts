import { describe, expect, it } from '@jest/globals';

import { d } from '#dlms';

import { profiles } from '../profiles/registry.js';
import { unitNumber, unitOf, unitSymbol } from '../units.js';
import { CosemValueError } from './cosem-value-error.js';
import { decodeScalerUnit, encodeScalerUnit, formatMeasured } from './scaler-unit.js';

describe('scaler_unit', () => {
  it.each([
    [-3, 13, 'M3'],
    [0, 30, 'WH'],
    [-2, 33, 'A'],
    [0, 255, 'COUNT'],
    [3, 25, 'J'],
  ] as const)('%i, %i is %s', (scaler, number, unit) => {
    const data = d.structure(d.i8(scaler), d.enumeration(number));
    expect(decodeScalerUnit(data)).toEqual({ scaler, unit });
    expect(encodeScalerUnit({ scaler, unit })).toEqual(data);
  });

  it.each([d.nul, d.structure(d.i8(0)), d.structure(d.i8(0), d.enumeration(1)), d.structure(d.text('0'), d.enumeration(30))])(
    'refuses another value (%#)',
    (data) => {
      expect(() => decodeScalerUnit(data)).toThrow(CosemValueError);
    },
  );

  it('is what the profiles say about their registers', () => {
    for (const { objects } of profiles) {
      for (const { classId, scalerUnit, attributes } of objects.values()) {
        const value = attributes.find(({ id }) => id === 3)?.value;
        if (classId === 3 && scalerUnit !== undefined) expect(value).toEqual(encodeScalerUnit(scalerUnit));
      }
    }
  });
});

describe('formatMeasured', () => {
  it.each([
    [2301, -1, 'V', '230.1 V'],
    [5, -1, 'SECOND', '0.5 s'],
    [12, 0, 'PERCENT', '12 %'],
    [3136, 0, 'COUNT', '3136'],
    [0, -2, 'A', '0.00 A'],
  ] as const)('%i, %i %s: %s', (raw, scaler, unit, text) => {
    expect(formatMeasured(raw, { scaler, unit })).toBe(text);
  });
});

describe('units', () => {
  it.each([
    ['HOUR', 5, 'h'],
    ['MINUTE', 6, 'min'],
    ['SECOND', 7, 's'],
    ['DEGREE_CELSIUS', 9, '°C'],
    ['M3', 13, 'm3'],
    ['M3_CORRECTED', 14, 'm3'],
    ['M3_PER_HOUR', 15, 'm3/h'],
    ['BAR', 24, 'bar'],
    ['J', 25, 'J'],
    ['W', 27, 'W'],
    ['VA', 28, 'VA'],
    ['VAR', 29, 'var'],
    ['WH', 30, 'Wh'],
    ['VAH', 31, 'VAh'],
    ['VARH', 32, 'varh'],
    ['A', 33, 'A'],
    ['V', 35, 'V'],
    ['HZ', 44, 'Hz'],
    ['PERCENT', 56, '%'],
    ['DB', 72, 'dB'],
    ['COUNT', 255, ''],
  ] as const)('%s is %i, written "%s"', (unit, number, symbol) => {
    expect(unitNumber(unit)).toBe(number);
    expect(unitOf(number)).toBe(unit);
    expect(unitSymbol(unit)).toBe(symbol);
  });
});
