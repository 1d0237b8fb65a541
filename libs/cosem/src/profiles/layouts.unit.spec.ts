import { describe, expect, it } from '@jest/globals';

import { object } from './testing/profile-of.js';

const channels = [1, 2, 3, 4];

function layout(version: string, tag: string): { obis: string; period: number; entries: number; columns: string[] } {
  const { obis, profile } = object(version, tag);
  const columns = (profile?.captureObjects ?? []).map(
    ({ obis: name, attribute, dataIndex }) => `${name.replace(/\.255$/, '')}/${attribute}${dataIndex === 0 ? '' : `.${dataIndex}`}`,
  );
  return { obis, period: profile?.capturePeriod ?? -1, entries: profile?.entries ?? -1, columns };
}

const clock = '0.0.1.0.0/2';
const tariffs = ['1.0.1.8.1/2', '1.0.1.8.2/2', '1.0.2.8.1/2', '1.0.2.8.2/2'];
const mbus = (...attributes: number[]): string[] => channels.flatMap((channel) => attributes.map((attribute) => `0.${channel}.24.2.1/${attribute}`));

describe('periodic profiles', () => {
  it.each(['2.2', '4.2.2', '4.3', '5.0.0', '5.5'])('interval, %s', (version) => {
    expect(layout(version, 'INTERVAL_VALUES_E')).toEqual({
      obis: '1.0.99.1.0.255',
      period: 900,
      entries: 960,
      columns: [clock, '0.0.96.10.2/2', '1.0.1.8.0/2', '1.0.2.8.0/2'],
    });
  });

  it.each([
    ['2.2', '0.0.96.10.2/2', mbus(2)],
    ['4.2.2', '0.0.96.10.2/2', mbus(2, 5)],
    ['4.3', '0.0.96.10.2/2', mbus(2, 5)],
    ['5.0.0', '0.0.96.10.4/2', []],
    ['5.2', '0.0.96.10.4/2', []],
  ])('daily, %s: export tariff 2 is there, and M-Bus values where profiles are combined', (version, status, further) => {
    expect(layout(version, 'DAILY_VALUES_E')).toEqual({
      obis: '1.0.99.2.0.255',
      period: 86_400,
      entries: 40,
      columns: [clock, status, ...tariffs, ...further],
    });
  });

  it.each([
    ['2.2', '0.0.98.1.0.255', [clock, ...tariffs, ...mbus(2)]],
    ['4.2.2', '0.0.98.1.0.255', [clock, ...tariffs, ...mbus(2, 5)]],
    ['4.3', '0.0.98.1.0.255', [clock, ...tariffs, ...mbus(2, 5)]],
    ['5.1', '1.0.98.1.0.255', [clock, '0.0.96.10.6/2', ...tariffs]],
  ])('monthly, %s', (version, obis, columns) => {
    expect(layout(version, 'MONTHLY_VALUES_E')).toEqual({ obis, period: 0, entries: 13, columns });
  });

  it.each([
    ['2.2', 'HOURLY', 0, 3600, 240, (x: number) => [`0.${x}.96.10.3/2`, `0.${x}.24.2.1/2`]],
    ['4.2.2', 'HOURLY', 0, 3600, 240, (x: number) => [`0.${x}.96.10.3/2`, `0.${x}.24.2.1/2`, `0.${x}.24.2.1/5`]],
    ['5.1', 'HOURLY', 0, 3600, 240, (x: number) => [`0.${x}.96.10.3/2`, `0.${x}.24.2.2/2`, `0.${x}.24.2.2/5`]],
    ['5.1', 'DAILY', 1, 86_400, 40, (x: number) => [`0.${x}.96.10.5/2`, `0.${x}.24.2.2/2`, `0.${x}.24.2.2/5`]],
    ['5.1', 'MONTHLY', 2, 0, 13, (x: number) => [`0.${x}.96.10.7/2`, `0.${x}.24.2.2/2`, `0.${x}.24.2.2/5`]],
  ] as const)('M-Bus, %s %s', (version, period, index, seconds, entries, columns) => {
    for (const channel of channels) {
      expect(layout(version, `${period}_VALUES_G_CHANNEL_${channel}`)).toEqual({
        obis: `0.${channel}.24.3.${index}.255`,
        period: seconds,
        entries,
        columns: [clock, ...columns(channel)],
      });
    }
  });
});

describe('event logs', () => {
  it.each([
    ['2.2', 'STANDARD_EVENT_LOG', '0.0.99.98.0.255', 100, ['0.0.96.11.0/2']],
    ['2.2', 'FRAUD_DETECTION_LOG', '0.0.99.98.1.255', 30, ['0.0.96.11.1/2']],
    ['2.2', 'M_BUS_EVENT_LOG', '0.0.99.98.3.255', 30, ['0.0.96.11.3/2']],
    ['4.2.2', 'COMMUNICATION_SESSION_LOG', '0.0.99.98.4.255', 2190, ['0.0.96.11.4/2', '0.0.96.15.4/2']],
    ['5.0.0', 'POWER_QUALITY_EVENT_LOG', '0.0.99.98.5.255', 100, ['0.0.96.11.5/2']],
    ['5.1', 'AUXILIARY_EVENT_LOG', '0.0.99.98.6.255', 80, ['0.0.96.11.6/2']],
    ['5.2', 'POWER_QUALITY_EXTENDED_EVENT_LOG', '0.0.99.98.7.255', 20, ['0.0.96.11.7/2', '0.0.96.11.20/2', '0.0.96.11.21/2']],
    ['5.5', 'POWER_QUALITY_THD_EVENT_LOG', '0.0.99.98.8.255', 100, ['0.0.96.11.8/2', '0.0.96.11.22/2']],
  ])('%s %s', (version, tag, obis, entries, columns) => {
    expect(layout(version, tag)).toEqual({ obis, period: 0, entries, columns: [clock, ...columns] });
  });

  it('names what follows the code', () => {
    const names = (version: string, tag: string): string[] => (object(version, tag).eventColumns ?? []).map(({ name }) => name);
    expect(names('4.2.2', 'STANDARD_EVENT_LOG')).toEqual([]);
    expect(names('4.2.2', 'COMMUNICATION_SESSION_LOG')).toEqual(['counter']);
    expect(names('5.2', 'POWER_QUALITY_EXTENDED_EVENT_LOG')).toEqual(['magnitude', 'duration']);
    expect(names('5.2', 'POWER_QUALITY_THD_EVENT_LOG')).toEqual(['magnitude']);
  });
});

describe('power quality profiles', () => {
  const powers = ['21', '41', '61', '22', '42', '62', '23', '43', '63', '24', '44', '64'];
  const definableDsmr = [
    '1.0.32.36.0/2',
    '1.0.32.32.0/2',
    '0.0.96.7.21/2',
    ...['32', '52', '72'].map((c) => `1.0.${c}.7.0/2`),
    ...['32', '52', '72'].map((c) => `1.0.${c}.24.0/2`),
    '1.0.31.7.0/2',
    '1.0.31.24.0/2',
    '1.0.90.7.0/2',
    ...powers.map((c) => `1.0.${c}.24.0/2`),
  ];
  const signal = (modem: number): string[] => [`0.${modem}.25.6.0/6.3`, `0.${modem}.25.6.0/6.4`];
  const definableSmr = (...modems: number[]): string[] => [
    ...['32', '52', '72'].map((c) => `1.0.${c}.32.0/2`),
    ...['32', '52', '72'].map((c) => `1.0.${c}.36.0/2`),
    '0.0.96.7.21/2',
    '1.0.90.7.0/2',
    ...modems.flatMap(signal),
    ...channels.map((channel) => `0.${channel}.24.1.0/11`),
    ...channels.flatMap((channel) => [`0.${channel}.24.9.0/2`, `0.${channel}.24.9.0/8`]),
  ];

  it.each([
    ['4.2.2', definableDsmr],
    ['4.3', [...signal(1), ...definableDsmr]],
    ['5.0.0', definableSmr(1, 0)],
    ['5.1', definableSmr(1, 0)],
    ['5.2', definableSmr(1, 0, 2)],
    ['5.5', definableSmr(1, 0, 2)],
  ])('definable load profile, %s', (version, columns) => {
    expect(layout(version, 'DEFINABLE_LOAD_PROFILE')).toEqual({ obis: '0.1.94.31.6.255', period: 900, entries: 960, columns: [clock, ...columns] });
  });

  it.each(['5.0.0', '5.1', '5.2', '5.5'])('profiles 1 and 2, %s', (version) => {
    expect(layout(version, 'POWER_QUALITY_PROFILE_1')).toEqual({
      obis: '1.0.99.1.1.255',
      period: 900,
      entries: 960,
      columns: [clock, ...powers.map((c) => `1.0.${c}.4.0/2`)],
    });
    expect(layout(version, 'POWER_QUALITY_PROFILE_2')).toEqual({
      obis: '1.0.99.1.2.255',
      period: 600,
      entries: 1440,
      columns: [
        clock,
        ...['32', '52', '72'].map((c) => `1.0.${c}.24.0/2`),
        ...['31', '51', '71'].map((c) => `1.0.${c}.24.0/2`),
        '1.0.31.7.0/2',
        '1.0.32.7.0/2',
        ...['1', '2', '21', '41', '61', '22', '42', '62'].map((c) => `1.0.${c}.7.0/2`),
      ],
    });
  });
});
