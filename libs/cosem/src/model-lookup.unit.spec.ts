import { describe, expect, it } from '@jest/globals';

import { lookUpModel, scalerUnitOfModel } from './model-lookup.js';

describe('GAS_METER_TYPE', () => {
  it.each([
    ['G4', 'G4-G6', { scaler: -3, unit: 'M3' }],
    ['BK-G6 2013', 'G4-G6', { scaler: -3, unit: 'M3' }],
    ['G10', 'G10-G25', { scaler: -2, unit: 'M3' }],
    ['G16SRT', 'G10-G25', { scaler: -2, unit: 'M3' }],
    ['G25', 'G10-G25', { scaler: -2, unit: 'M3' }],
    ['G4SRT 1.2L', 'value in meter is not like in specification', undefined],
    ['G10-16SRT_SMR55', 'value in meter is not like in specification', undefined],
    ['G25SRT_SMR55', 'value in meter is not like in specification', undefined],
    ['elster-instromet', 'unknown gas meter type', undefined],
    ['elster-instromet G4', 'unknown gas meter type', undefined],
    ['flonidan-gasmeter', 'unknown gas meter type', undefined],
    ['heat 1', 'could not be determined', undefined],
    ['', 'could not be determined', undefined],
  ])('%j is %s', (code, type, scalerUnit) => {
    expect(lookUpModel('GAS_METER_TYPE', code)).toBe(type);
    expect(scalerUnitOfModel('GAS_METER_TYPE', code)).toEqual(scalerUnit);
  });
});

describe('INSTANTANEOUS_VOLTAGE_DSMR4', () => {
  it.each([
    ['Kaifa MA105', 'Scaler -1', -1],
    ['MA105 Kaifa', 'Scaler -1', -1],
    ['Iskra MT382', 'Scaler 0', 0],
  ])('%j is %s', (code, type, scaler) => {
    expect(lookUpModel('INSTANTANEOUS_VOLTAGE_DSMR4', code)).toBe(type);
    expect(scalerUnitOfModel('INSTANTANEOUS_VOLTAGE_DSMR4', code)).toEqual({ scaler, unit: 'V' });
  });
});
