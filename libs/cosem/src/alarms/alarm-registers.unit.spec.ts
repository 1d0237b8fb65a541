import { describe, expect, it } from '@jest/globals';

import { profiles } from '../profiles/registry.js';
import { CosemValueError } from '../values/cosem-value-error.js';
import { alarmRegisterOf, alarmRegistersOf, changeAlarmFilter, decodeAlarms, encodeAlarms } from './alarm-registers.js';
import { alarmTypes, type AlarmRegister, type AlarmType } from './alarm-types.js';

const table: readonly (readonly [AlarmRegister, number, AlarmType])[] = [
  [1, 0, 'CLOCK_INVALID'],
  [1, 1, 'REPLACE_BATTERY'],
  [1, 2, 'POWER_UP'],
  [1, 3, 'AUXILIARY_EVENT'],
  [1, 4, 'CONFIGURATION_CHANGED'],
  [1, 8, 'PROGRAM_MEMORY_ERROR'],
  [1, 9, 'RAM_ERROR'],
  [1, 10, 'NV_MEMORY_ERROR'],
  [1, 11, 'MEASUREMENT_SYSTEM_ERROR'],
  [1, 12, 'WATCHDOG_ERROR'],
  [1, 13, 'FRAUD_ATTEMPT'],
  [1, 16, 'COMMUNICATION_ERROR_M_BUS_CHANNEL_1'],
  [1, 17, 'COMMUNICATION_ERROR_M_BUS_CHANNEL_2'],
  [1, 18, 'COMMUNICATION_ERROR_M_BUS_CHANNEL_3'],
  [1, 19, 'COMMUNICATION_ERROR_M_BUS_CHANNEL_4'],
  [1, 20, 'FRAUD_ATTEMPT_M_BUS_CHANNEL_1'],
  [1, 21, 'FRAUD_ATTEMPT_M_BUS_CHANNEL_2'],
  [1, 22, 'FRAUD_ATTEMPT_M_BUS_CHANNEL_3'],
  [1, 23, 'FRAUD_ATTEMPT_M_BUS_CHANNEL_4'],
  [1, 24, 'NEW_M_BUS_DEVICE_DISCOVERED_CHANNEL_1'],
  [1, 25, 'NEW_M_BUS_DEVICE_DISCOVERED_CHANNEL_2'],
  [1, 26, 'NEW_M_BUS_DEVICE_DISCOVERED_CHANNEL_3'],
  [1, 27, 'NEW_M_BUS_DEVICE_DISCOVERED_CHANNEL_4'],
  [1, 28, 'PHASE_OUTAGE_DETECTED_L1'],
  [1, 29, 'PHASE_OUTAGE_DETECTED_L2'],
  [1, 30, 'PHASE_OUTAGE_DETECTED_L3'],
  [1, 31, 'PHASE_OUTAGE_TEST_INDICATION'],
  [2, 0, 'VOLTAGE_SAG_IN_PHASE_DETECTED_L1'],
  [2, 1, 'VOLTAGE_SAG_IN_PHASE_DETECTED_L2'],
  [2, 2, 'VOLTAGE_SAG_IN_PHASE_DETECTED_L3'],
  [2, 3, 'VOLTAGE_SWELL_IN_PHASE_DETECTED_L1'],
  [2, 4, 'VOLTAGE_SWELL_IN_PHASE_DETECTED_L2'],
  [2, 5, 'VOLTAGE_SWELL_IN_PHASE_DETECTED_L3'],
  [2, 8, 'THD_OVERLIMIT_IN_PHASE_L1'],
  [2, 9, 'THD_OVERLIMIT_IN_PHASE_L2'],
  [2, 10, 'THD_OVERLIMIT_IN_PHASE_L3'],
  [2, 11, 'THD_LONG_OVERLIMIT_IN_PHASE_L1'],
  [2, 12, 'THD_LONG_OVERLIMIT_IN_PHASE_L2'],
  [2, 13, 'THD_LONG_OVERLIMIT_IN_PHASE_L3'],
  [3, 0, 'LAST_GASP'],
  [3, 1, 'LAST_GASP_TEST'],
];

describe('alarms', () => {
  it.each(table)('register %i bit %i is %s', (register, bit, alarm) => {
    const bits = 2 ** bit;
    expect(decodeAlarms(register, bits)).toEqual({ alarms: [alarm], unknownBits: [] });
    expect(encodeAlarms(register, [alarm])).toBe(bits);
    expect(alarmRegisterOf(alarm)).toBe(register);
  });

  it('are those of the table and no others', () => {
    expect(alarmTypes).toEqual(table.map(([, , alarm]) => alarm));
  });

  it.each([
    [1, [5, 6, 7, 14, 15]],
    [2, [6, 7, 14, ...Array.from({ length: 17 }, (_, index) => 15 + index)]],
    [3, Array.from({ length: 30 }, (_, index) => 2 + index)],
  ] as const)('register %i reports bits without a meaning', (register, unknownBits) => {
    const all = decodeAlarms(register, 0xffff_ffff);
    expect(all.unknownBits).toEqual(unknownBits);
    expect(all.alarms).toEqual(table.filter(([one]) => one === register).map(([, , alarm]) => alarm));
  });

  it('are read from a register of several bits, lowest first', () => {
    expect(decodeAlarms(1, 33_693_956)).toEqual({
      alarms: ['POWER_UP', 'PROGRAM_MEMORY_ERROR', 'FRAUD_ATTEMPT', 'COMMUNICATION_ERROR_M_BUS_CHANNEL_2', 'NEW_M_BUS_DEVICE_DISCOVERED_CHANNEL_2'],
      unknownBits: [],
    });
    expect(decodeAlarms(3, 3).alarms).toEqual(['LAST_GASP', 'LAST_GASP_TEST']);
    expect(decodeAlarms(2, 0)).toEqual({ alarms: [], unknownBits: [] });
  });

  it('cannot be put into another register', () => {
    expect(() => encodeAlarms(2, ['LAST_GASP'])).toThrow(CosemValueError);
    expect(() => alarmRegisterOf('NO_ALARM' as AlarmType)).toThrow(CosemValueError);
  });
});

describe('changeAlarmFilter', () => {
  it('changes the named bits of the register and nothing else', () => {
    const changes = new Map<AlarmType, boolean>([
      ['CLOCK_INVALID', false],
      ['PHASE_OUTAGE_TEST_INDICATION', true],
      ['LAST_GASP', true],
    ]);
    expect(changeAlarmFilter(1, 0b1100_0001, changes)).toBe(0x8000_00c0);
    expect(changeAlarmFilter(2, 7, changes)).toBe(7);
    expect(changeAlarmFilter(3, 0, changes)).toBe(1);
  });
});

describe('alarmRegistersOf', () => {
  it('grows with the versions', () => {
    expect(profiles.map(alarmRegistersOf)).toEqual([[1], [1], [1], [1], [1], [1, 2], [1, 2, 3]]);
  });
});
