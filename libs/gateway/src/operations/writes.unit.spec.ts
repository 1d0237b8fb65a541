import { describe, expect, it } from '@jest/globals';
import { d, type Data } from '#dlms';
import { settingsOf } from '../testing/all-settings.js';
import { contextOf } from '../testing/fixtures.js';
import { ScriptedAccess } from '../testing/scripted-access.js';
import { configureDefinableLoadProfile } from './configure-definable-load-profile.js';
import type { Effect } from './operation.js';
import { setAdministrativeStatus } from './set-administrative-status.js';
import { setClockConfiguration } from './set-clock-configuration.js';
import { setPushSetupLastGasp } from './set-push-setup-last-gasp.js';
import { setPushSetupSms } from './set-push-setup-sms.js';
import { setPushSetupUdp } from './set-push-setup-udp.js';
import { setSpecialDays } from './set-special-days.js';
import { setThdConfiguration } from './set-thd-configuration.js';
import { testAlarmScheduler } from './test-alarm-scheduler.js';

const smr55 = contextOf(settingsOf('5.5'));
const dsmr42 = contextOf(settingsOf('4.2.2'));
const text = (value: string) => d.octets(Buffer.from(value, 'ascii'));
const clock = { timeZoneOffset: -60, daylightSavingsBegin: 'ff'.repeat(12), daylightSavingsEnd: '00'.repeat(12), daylightSavingsEnabled: true };
const thd = { minDurationNormalToOver: 1, minDurationOverToNormal: 2, timeThreshold: 3, valueHysteresis: 4, valueThreshold: 5 };
const sms = { pushSetupSms: { host: 'platform.example', port: 9598 } };
const column = { classId: 1, logicalName: '0.0.96.7.21.255', attributeIndex: 2, dataIndex: 0 };
const clockColumn = { classId: 8, logicalName: '0.0.1.0.0.255', attributeIndex: 2, dataIndex: 0 };
const definition = (classId: number, obis: string) => d.structure(d.u16(classId), d.octets(obis), d.i8(2), d.u16(0));

/** Operation, what is written in which order, and the fact. */
const CASES: readonly (readonly [string, Effect, Readonly<Record<string, Data>>, object])[] = [
  [
    'SetAdministrativeStatus',
    setAdministrativeStatus({ enabled: 'ON' }, smr55),
    { '1/0.1.94.31.0.255/2': d.enumeration(2) },
    { type: 'AdministrativeStatusSet', data: { status: 'ON' } },
  ],
  [
    'SetClockConfiguration',
    setClockConfiguration(clock, smr55),
    {
      '8/0.0.1.0.0.255/3': d.i16(-60),
      '8/0.0.1.0.0.255/5': d.octets('ff'.repeat(12)),
      '8/0.0.1.0.0.255/6': d.octets('00'.repeat(12)),
      '8/0.0.1.0.0.255/8': d.bool(true),
    },
    { type: 'ClockConfigurationSet', data: clock },
  ],
  [
    'SetSpecialDays',
    setSpecialDays({ specialDays: [{ specialDayDate: 'ffff0c19ff', dayId: 3 }] }, smr55),
    { '11/0.0.11.0.0.255/2': d.array(d.structure(d.u16(0), d.octets('ffff0c19ff'), d.u8(3))) },
    { type: 'SpecialDaysSet', data: { specialDays: [{ specialDayDate: 'ffff0c19ff', dayId: 3 }] } },
  ],
  [
    'SetThdConfiguration',
    setThdConfiguration(thd, smr55),
    {
      '3/0.1.94.31.22.255/2': d.u32(1),
      '3/0.1.94.31.23.255/2': d.u32(2),
      '3/1.0.11.44.124.255/2': d.u32(3),
      '3/0.1.94.31.21.255/2': d.u16(4),
      '3/1.0.11.35.124.255/2': d.u16(5),
    },
    { type: 'ThdConfigurationSet', data: thd },
  ],
  [
    'SetPushSetupSms to SMR 5.5',
    setPushSetupSms(sms, smr55),
    { '40/0.2.25.9.0.255/3': d.structure(d.enumeration(0), text('platform.example:9598'), d.enumeration(0)) },
    { type: 'PushSetupSet', data: { setup: 'SMS', host: 'platform.example', port: 9598 } },
  ],
  [
    'SetPushSetupSms to DSMR 4.2.2',
    setPushSetupSms(sms, dsmr42),
    { '40/0.2.25.9.0.255/3': d.structure(d.enumeration(0), text('platform.example:9598'), d.enumeration(128)) },
    { type: 'PushSetupSet', data: { setup: 'SMS', host: 'platform.example', port: 9598 } },
  ],
  [
    'SetPushSetupLastGasp',
    setPushSetupLastGasp({ pushSetupLastGasp: { host: '10.0.0.1', port: 1 } }, smr55),
    { '40/0.3.25.9.0.255/3': d.structure(d.enumeration(1), text('10.0.0.1:1'), d.enumeration(0)) },
    { type: 'PushSetupSet', data: { setup: 'LAST_GASP', host: '10.0.0.1', port: 1 } },
  ],
  [
    'SetPushSetupUdp',
    setPushSetupUdp(null, smr55),
    { '40/0.3.25.9.0.255/4': d.array() },
    { type: 'PushSetupSet', data: { setup: 'UDP', anyTime: true } },
  ],
  [
    'TestAlarmScheduler',
    testAlarmScheduler({ scheduleTime: '2027-07-01T22:30:05.000Z', alarmType: 'LAST_GASP' }, smr55),
    // Local time in Amsterdam, where the next day has begun.
    { '22/0.0.15.2.4.255/4': d.array(d.structure(d.octets('001e0500'), d.octets('07eb070205'))) },
    { type: 'TestAlarmScheduled', data: { scheduleTime: '2027-07-01T22:30:05.000Z', alarmType: 'LAST_GASP' } },
  ],
  [
    'ConfigureDefinableLoadProfile',
    configureDefinableLoadProfile({ captureObjects: [column, clockColumn], capturePeriod: 900 }, smr55),
    {
      '7/0.1.94.31.6.255/3': d.array(definition(8, '0000010000ff'), definition(1, '0000600715ff')),
      '7/0.1.94.31.6.255/4': d.u32(900),
    },
    { type: 'DefinableLoadProfileConfigured', data: { captureObjects: [clockColumn, column], capturePeriod: 900 } },
  ],
  [
    'ConfigureDefinableLoadProfile of the period alone',
    configureDefinableLoadProfile({ capturePeriod: 0 }, dsmr42),
    { '7/0.1.94.31.6.255/4': d.u32(0) },
    { type: 'DefinableLoadProfileConfigured', data: { capturePeriod: 0 } },
  ],
];

describe.each(CASES)('%s', (_name, effect, written, fact) => {
  const [first = '', ...rest] = Object.keys(written);

  it('writes what was asked, in order, and records it', async () => {
    const access = new ScriptedAccess({});
    expect(await effect.execute(access)).toMatchObject({ response: null, description: expect.stringMatching(/success/), facts: [fact] });
    expect(access.writes).toEqual(Object.entries(written).map(([name, data]) => ({ name, data })));
  });

  it('ends at the first refusal', async () => {
    const access = new ScriptedAccess({ [first]: 3 });
    await expect(effect.execute(access)).rejects.toMatchObject({ code: 412 });
    expect(access.writes.map(({ name }) => name)).toEqual([first]);
  });

  it('finds in the meter that it was done', async () => {
    const access = new ScriptedAccess(written);
    expect(await effect.verify(access)).toMatchObject({ verdict: 'done', outcome: { facts: [fact] } });
    expect(access.writes).toEqual([]);
  });

  it('finds in the meter that it was not, or not all of it', async () => {
    const last = rest.at(-1) ?? first;
    expect(await effect.verify(new ScriptedAccess({ ...written, [last]: d.u64(7n) }))).toEqual({ verdict: 'not done' });
  });
});

it('TestAlarmScheduler has nothing for a moment that is over when the meter is reached', () => {
  const data = { scheduleTime: '2026-11-23T08:00:00.000Z', alarmType: 'LAST_GASP' } as const;
  expect(() => testAlarmScheduler(data, smr55)).toThrow(expect.objectContaining({ code: 401 }));
});

describe('What a profile does not have', () => {
  const of = (version: string) => contextOf(settingsOf(version));

  it.each([
    ['SetAdministrativeStatus', '2.2', () => setAdministrativeStatus({ enabled: 'ON' }, of('2.2'))],
    ['SetPushSetupSms', '2.2', () => setPushSetupSms(sms, of('2.2'))],
    ['SetPushSetupLastGasp', '5.2', () => setPushSetupLastGasp({ pushSetupLastGasp: sms.pushSetupSms }, of('5.2'))],
    ['SetPushSetupUdp', '5.2', () => setPushSetupUdp(null, of('5.2'))],
    ['SetThdConfiguration', '5.1', () => setThdConfiguration(thd, of('5.1'))],
    ['TestAlarmScheduler', '5.2', () => testAlarmScheduler({ scheduleTime: '2027-01-01T00:00:00Z', alarmType: 'LAST_GASP' }, of('5.2'))],
    ['ConfigureDefinableLoadProfile', '2.2', () => configureDefinableLoadProfile({ capturePeriod: 1 }, of('2.2'))],
  ])('%s of %s is refused before any I/O', (_operation, _version, prepare) => {
    expect(prepare).toThrow(expect.objectContaining({ code: 416 }));
  });
});
