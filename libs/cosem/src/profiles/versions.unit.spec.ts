import { describe, expect, it } from '@jest/globals';

import { object, profile } from './testing/profile-of.js';

const versions = ['2.2', '4.2.2', '4.3', '5.0.0', '5.1', '5.2', '5.5'];

describe('inheritance', () => {
  it.each([
    ['4.2.2', '4.3', ['CDMA_DIAGNOSTIC'], ['CONFIGURATION_OBJECT', 'DEFINABLE_LOAD_PROFILE']],
    ['5.0.0', '5.1', ['AUXILIARY_EVENT_LOG', 'CLEAR_MBUS_STATUS_CHANNEL_1', 'PHASE_OUTAGE_TEST'], []],
    ['5.1', '5.2', ['ALARM_REGISTER_2', 'LTE_DIAGNOSTIC', 'THD_VALUE_THRESHOLD'], ['DEFINABLE_LOAD_PROFILE']],
    ['5.2', '5.5', ['ALARM_REGISTER_3', 'ALARM_FILTER_3', 'LAST_GASP_TEST', 'PUSH_SETUP_UDP'], []],
  ])('%s is the parent of %s', (parentVersion, childVersion, added, replaced) => {
    const [parent, child] = [profile(parentVersion), profile(childVersion)];
    expect(child.parent).toBe(parent);
    for (const [tag, inherited] of parent.objects) {
      if (replaced.includes(tag)) expect(child.objects.get(tag)).not.toEqual(inherited);
      else expect(child.objects.get(tag)).toBe(inherited);
    }
    for (const tag of added) {
      expect(parent.objects.has(tag)).toBe(false);
      expect(child.objects.has(tag)).toBe(true);
    }
  });

  it.each(['2.2', '4.2.2', '5.0.0'])('%s has no parent', (version) => {
    expect(profile(version).parent).toBeUndefined();
  });

  it('keeps the place of a replaced object', () => {
    const tags = (version: string): string[] => [...profile(version).objects.keys()];
    expect(tags('4.3').slice(0, tags('4.2.2').length)).toEqual(tags('4.2.2'));
  });
});

describe('what a profile says about its meters', () => {
  it.each(versions)('%s', (version) => {
    const { keySwitch, invocationCounter, pushMessageType, configuration } = profile(version);
    const [smr5, dsmr2] = [version.startsWith('5'), version === '2.2'];
    expect(keySwitch).toBe(smr5 ? 'immediate' : 'next-association');
    expect(invocationCounter).toEqual({ obis: '0.0.43.1.0.255' });
    expect(pushMessageType).toBe(smr5 ? 0 : dsmr2 ? undefined : 128);
    expect(configuration?.gprsMode).toBe(smr5 ? false : dsmr2 ? undefined : true);
  });

  it.each([
    ['2.2', 0],
    ['4.2.2', 1],
    ['4.3', 1],
    ['5.0.0', 3],
    ['5.5', 3],
  ])('%s has version %s of the association', (version, expected) => {
    const association = object(version, 'ASSOCIATION_LN');
    expect(association.version).toBe(expected);
    expect(association.attributes.map(({ id }) => id)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11].slice(0, [7, 8, 0, 10][expected]));
  });
});

describe('defaults', () => {
  it.each([
    ['5.1', 'CLOCK', 3, { type: 'long', value: -60 }],
    ['5.1', 'CLOCK', 7, { type: 'integer', value: 60 }],
    ['2.2', 'CLOCK', 9, { type: 'enum', value: 1 }],
    ['5.5', 'PUSH_SETUP_UDP', 5, { type: 'long-unsigned', value: 5 }],
    ['5.5', 'PUSH_SETUP_ALARM', 5, undefined],
    ['4.2.2', 'MBUS_CLIENT_SETUP_CHANNEL_3', 13, { type: 'long-unsigned', value: 0x63 }],
    ['4.2.2', 'MBUS_CLIENT_SETUP_CHANNEL_3', 2, { type: 'octet-string', value: Buffer.from('0000180600ff', 'hex') }],
    ['5.2', 'CONFIGURATION_OBJECT', 2, { type: 'bit-string', value: '0001001000100000' }],
    [
      '4.3',
      'CONFIGURATION_OBJECT',
      2,
      {
        type: 'structure',
        value: [
          { type: 'enum', value: 1 },
          { type: 'bit-string', value: '0101001000100000' },
        ],
      },
    ],
    ['5.0.0', 'DEFINABLE_LOAD_PROFILE', 4, { type: 'double-long-unsigned', value: 900 }],
    ['5.0.0', 'POWER_QUALITY_PROFILE_2', 8, { type: 'double-long-unsigned', value: 1440 }],
  ] as const)('%s %s attribute %s', (version, tag, id, value) => {
    expect(object(version, tag).attributes.find((one) => one.id === id)?.value).toEqual(value);
  });
});

describe('access', () => {
  const writable = (version: string, tag: string): number[] =>
    object(version, tag)
      .attributes.filter(({ access }) => access === 'RW')
      .map(({ id }) => id);

  it.each([
    ['5.1', 'CLOCK', [2, 3, 5, 6, 8]],
    ['2.2', 'ACTIVITY_CALENDAR', [6, 7, 8, 9, 10]],
    ['2.2', 'SPECIAL_DAYS_TABLE', [2]],
    ['4.2.2', 'ADMINISTRATIVE_IN_OUT', [2]],
    ['4.2.2', 'RANDOMISATION_SETTINGS', [2]],
    ['5.2', 'ALARM_REGISTER_2', [2]],
    ['5.5', 'ALARM_FILTER_3', [2]],
    ['5.1', 'CLEAR_MBUS_STATUS_CHANNEL_2', [2]],
    ['5.1', 'READ_MBUS_STATUS_CHANNEL_2', []],
    ['5.0.0', 'DEFINABLE_LOAD_PROFILE', [3, 4, 8]],
    ['5.0.0', 'POWER_QUALITY_PROFILE_1', [3]],
    ['5.0.0', 'DAILY_VALUES_E', []],
    ['5.2', 'THD_TIME_THRESHOLD', [2]],
    ['5.2', 'INSTANTANEOUS_THD_CURRENT_L1', []],
    ['4.2.2', 'IMAGE_TRANSFER', [5]],
    ['5.5', 'LAST_GASP_TEST', [4]],
  ])('%s %s: %j', (version, tag, ids) => {
    expect(writable(version, tag)).toEqual(ids);
  });
});

describe('methods', () => {
  it.each([
    ['ACTIVITY_CALENDAR', [1]],
    ['IMAGE_TRANSFER', [1, 2, 3, 4]],
    ['SECURITY_SETUP', [2]],
    ['MBUS_CLIENT_SETUP_CHANNEL_4', [1, 2, 3, 4, 5, 6, 7, 8]],
  ])('of %s: %j', (tag, ids) => {
    expect(object('5.1', tag).methods?.map(({ id }) => id)).toEqual(ids);
  });
});
