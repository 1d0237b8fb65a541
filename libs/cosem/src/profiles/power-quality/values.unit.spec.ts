import { describe, expect, it } from '@jest/globals';

import { object, profile } from '../testing/profile-of.js';

const letters: Readonly<Record<string, string>> = { aS: 'ACTUAL_SP', aP: 'ACTUAL_PP', pS: 'PERIODIC_SP', pP: 'PERIODIC_PP' };

/** Tag without phase, type of profile, flags of L1 (or of the only value) and of L2 and L3; a line per generation of meters. */
const table: Readonly<Record<string, string>> = {
  '2.2': `
    NUMBER_OF_VOLTAGE_SWELLS_FOR PUBLIC aS,aP aP
    NUMBER_OF_VOLTAGE_SAGS_FOR PUBLIC aS,aP aP
    NUMBER_OF_LONG_POWER_FAILURES PUBLIC aS,aP
    NUMBER_OF_POWER_FAILURES PUBLIC aS,aP
    INSTANTANEOUS_VOLTAGE PUBLIC aS,aP aP
    AVERAGE_VOLTAGE PUBLIC aS,aP aP
    INSTANTANEOUS_CURRENT PRIVATE aS,aP aP
    INSTANTANEOUS_ACTIVE_CURRENT_TOTAL_OVER_ALL_PHASES PRIVATE aS,aP`,
  '4.2.2': `
    NUMBER_OF_VOLTAGE_SWELLS_FOR PUBLIC aS,aP,pS aP
    NUMBER_OF_VOLTAGE_SAGS_FOR PUBLIC aS,aP,pS aP
    NUMBER_OF_LONG_POWER_FAILURES PUBLIC aS,aP
    NUMBER_OF_POWER_FAILURES PUBLIC aS,aP,pS
    INSTANTANEOUS_VOLTAGE PUBLIC aS,aP,pS,pP aP,pP
    AVERAGE_VOLTAGE PUBLIC aS,aP,pS,pP aP,pP
    INSTANTANEOUS_CURRENT PRIVATE aS,aP,pS aP
    INSTANTANEOUS_ACTIVE_CURRENT_TOTAL_OVER_ALL_PHASES PRIVATE aS,aP,pP
    AVERAGE_CURRENT PRIVATE aS,aP,pS aP
    INSTANTANEOUS_ACTIVE_POWER_IMPORT PRIVATE aS,aP aP
    INSTANTANEOUS_ACTIVE_POWER_EXPORT PRIVATE aS,aP aP
    AVERAGE_ACTIVE_POWER_IMPORT PRIVATE aS,aP,pS,pP aP,pP
    AVERAGE_ACTIVE_POWER_EXPORT PRIVATE aS,aP,pS,pP aP,pP
    AVERAGE_REACTIVE_POWER_IMPORT PRIVATE aS,aP,pS,pP aP,pP
    AVERAGE_REACTIVE_POWER_EXPORT PRIVATE aS,aP,pS,pP aP,pP`,
  '5.1': `
    NUMBER_OF_VOLTAGE_SWELLS_FOR PUBLIC aS,aP,pS,pP aP,pP
    NUMBER_OF_VOLTAGE_SAGS_FOR PUBLIC aS,aP,pS,pP aP,pP
    NUMBER_OF_LONG_POWER_FAILURES PUBLIC aS,aP
    NUMBER_OF_POWER_FAILURES PUBLIC aS,aP,pS,pP
    INSTANTANEOUS_VOLTAGE PUBLIC aS,aP,pS aP
    AVERAGE_VOLTAGE PUBLIC aS,aP,pS,pP aP,pP
    INSTANTANEOUS_CURRENT PRIVATE aS,aP,pS aP
    INSTANTANEOUS_ACTIVE_CURRENT_TOTAL_OVER_ALL_PHASES PRIVATE aS,aP
    AVERAGE_CURRENT PRIVATE aS,aP,pS,pP aP,pP
    INSTANTANEOUS_ACTIVE_POWER_IMPORT PRIVATE aS,aP aP
    INSTANTANEOUS_ACTIVE_POWER_EXPORT PRIVATE aS,aP aP
    AVERAGE_ACTIVE_POWER_IMPORT PRIVATE aS,aP,pS,pP aP,pP
    AVERAGE_ACTIVE_POWER_EXPORT PRIVATE aS,aP,pS,pP aP,pP
    AVERAGE_REACTIVE_POWER_IMPORT PRIVATE aS,aP,pS,pP aP,pP
    AVERAGE_REACTIVE_POWER_EXPORT PRIVATE aS,aP,pS,pP aP,pP`,
};

const same: Readonly<Record<string, string>> = { '4.3': '4.2.2', '5.0.0': '5.1', '5.2': '5.1', '5.5': '5.1' };

const names = (flags: string): (string | undefined)[] => flags.split(',').map((flag) => letters[flag]);

const cases = ['2.2', '4.2.2', '4.3', '5.0.0', '5.1', '5.2', '5.5'].flatMap((version) =>
  (table[same[version] ?? version] ?? '')
    .trim()
    .split('\n')
    .map((line) => [version, ...line.trim().split(' ')]),
);

describe('flags', () => {
  it.each(cases)('%s %s', (version = '', name = '', profileType, first = '', others) => {
    const flagsOf = (tag: string): unknown => object(version, tag).powerQuality;
    expect(flagsOf(others === undefined ? name : `${name}_L1`)).toEqual({ profileType, requests: names(first) });
    if (others === undefined) return;
    for (const phase of [2, 3]) {
      expect(flagsOf(`${name}_L${phase}`)).toEqual({ profileType, requests: names(others) });
      expect(object(version, `${name}_L${phase}`).polyphaseOnly).toBe(true);
    }
  });

  it.each([
    ['4.3', 'CDMA_DIAGNOSTIC'],
    ['5.0.0', 'GPRS_DIAGNOSTIC'],
    ['5.2', 'LTE_DIAGNOSTIC'],
    ['5.0.0', 'MBUS_CLIENT_SETUP_CHANNEL_1'],
    ['5.0.0', 'MBUS_DIAGNOSTIC_CHANNEL_4'],
  ])('%s %s: periodic only', (version, tag) => {
    expect(object(version, tag).powerQuality).toEqual({ profileType: 'PUBLIC', requests: ['PERIODIC_SP', 'PERIODIC_PP'] });
  });

  it('gives the M-Bus client setup of DSMR none', () => {
    expect(object('4.2.2', 'MBUS_CLIENT_SETUP_CHANNEL_1').powerQuality).toBeUndefined();
  });

  it.each([
    ['2.2', 18],
    ['4.2.2', 41],
    ['4.3', 42],
    ['5.0.0', 41 + 2 + 8],
    ['5.2', 41 + 3 + 8],
  ])('%s has %s objects with flags', (version, count) => {
    expect([...profile(version).objects.values()].filter(({ powerQuality }) => powerQuality !== undefined)).toHaveLength(count);
  });
});

describe('scalers', () => {
  it.each([
    ['2.2', 'INSTANTANEOUS_VOLTAGE_L1', 0, 'V'],
    ['2.2', 'INSTANTANEOUS_CURRENT_L3', 0, 'A'],
    ['4.2.2', 'AVERAGE_VOLTAGE_L2', 0, 'V'],
    ['4.2.2', 'AVERAGE_CURRENT_L1', 0, 'A'],
    ['4.2.2', 'AVERAGE_REACTIVE_POWER_IMPORT_L1', 0, 'VAR'],
    ['5.1', 'INSTANTANEOUS_VOLTAGE_L3', -1, 'V'],
    ['5.1', 'AVERAGE_VOLTAGE_L1', -1, 'V'],
    ['5.1', 'INSTANTANEOUS_CURRENT_L1', -2, 'A'],
    ['5.1', 'INSTANTANEOUS_ACTIVE_CURRENT_TOTAL_OVER_ALL_PHASES', -2, 'A'],
    ['5.1', 'INSTANTANEOUS_ACTIVE_POWER_EXPORT', 0, 'W'],
    ['5.2', 'THD_VALUE_THRESHOLD', 0, 'PERCENT'],
    ['5.2', 'THD_MIN_DURATION_OVER_TO_NORMAL', 0, 'SECOND'],
    ['5.2', 'THD_CURRENT_OVER_LIMIT_COUNTER_L3', 0, 'COUNT'],
  ])('%s %s: %s, %s', (version, tag, scaler, unit) => {
    expect(object(version, tag).scalerUnit).toEqual({ scaler, unit });
  });

  it.each([
    ['4.2.2', 'INSTANTANEOUS_VOLTAGE_L1'],
    ['4.3', 'INSTANTANEOUS_VOLTAGE_L3'],
    ['5.2', 'MAGNITUDE_OF_LAST_CURRENT_OVER_LIMIT_THD_IN_PHASE_L2'],
  ])('%s %s: the meter has to be asked', (version, tag) => {
    expect(object(version, tag).scalerUnit).toBeUndefined();
    expect(object(version, tag).attributes[1]).toMatchObject({ id: 3, valueType: 'DYNAMIC', value: { type: 'structure' } });
  });
});
