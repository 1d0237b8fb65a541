import { describe, expect, it } from '@jest/globals';
import type { AlarmNotification, SetPushSetupAlarmData } from '#contract';
import { d } from '#dlms';
import { settingsOf } from '../testing/all-settings.js';
import { contextOf } from '../testing/fixtures.js';
import { ScriptedAccess, type Script } from '../testing/scripted-access.js';
import { clearMBusStatusOnAllChannels } from './clear-mbus-status.js';
import { setAlarmNotifications } from './set-alarm-notifications.js';
import { setPushSetupAlarm } from './set-push-setup-alarm.js';

describe('SetAlarmNotifications', () => {
  const FILTERS = ['1/0.0.97.98.10.255/2', '1/0.0.97.98.11.255/2', '1/0.0.97.98.12.255/2'];
  const filters = (...bits: number[]): Script => Object.fromEntries(bits.map((value, index) => [FILTERS[index], d.u32(value)]));
  const set = (version: string, access: ScriptedAccess, ...alarmNotifications: AlarmNotification[]) =>
    setAlarmNotifications({ alarmNotifications }, contextOf(settingsOf(version)))(access);
  const on = (alarmType: AlarmNotification['alarmType']) => ({ alarmType, enabled: true });
  const off = (alarmType: AlarmNotification['alarmType']) => ({ alarmType, enabled: false });

  it('changes the named bits alone, in the filters where they are, and leaves a filter that stays as it is', async () => {
    const access = new ScriptedAccess(filters(0b1110_0000_0010, 0, 0b10));
    const outcome = await set('5.5', access, on('CLOCK_INVALID'), off('REPLACE_BATTERY'), on('LAST_GASP_TEST'));
    expect(access.writes).toEqual([{ name: FILTERS[0], data: d.u32(0b1110_0000_0001) }]);
    expect(outcome).toMatchObject({
      response: null,
      description: 'Set alarm notifications was successful',
      facts: [
        {
          type: 'AlarmNotificationsSet',
          data: {
            filters: [
              { register: 1, bits: 0b1110_0000_0001 },
              { register: 2, bits: 0 },
              { register: 3, bits: 0b10 },
            ],
            enabled: ['CLOCK_INVALID', 'RAM_ERROR', 'NV_MEMORY_ERROR', 'MEASUREMENT_SYSTEM_ERROR', 'LAST_GASP_TEST'],
          },
        },
      ],
    });
  });

  it('tells which alarms the meter has no register for', async () => {
    const access = new ScriptedAccess(filters(0));
    const { description } = await set('5.1', access, on('LAST_GASP'), on('POWER_UP'), off('THD_OVERLIMIT_IN_PHASE_L1'));
    expect(access.writes).toEqual([{ name: FILTERS[0], data: d.u32(0b100) }]);
    expect(description).toBe('Set alarm notifications was successful; the meter has no register for LAST_GASP, THD_OVERLIMIT_IN_PHASE_L1');
  });

  it.each([d.u8(0), 4])('fails on what is no filter: %j', async (value) => {
    await expect(set('5.1', new ScriptedAccess({ '1/0.0.97.98.10.255/2': value }), on('POWER_UP'))).rejects.toMatchObject({ code: 412 });
  });
});

describe('ClearMBusStatusOnAllChannels', () => {
  const status = (...bits: number[]): Script => Object.fromEntries(bits.map((value, index) => [`4/0.${index + 1}.24.2.6.255/2`, d.u32(value)]));
  const prepared = (version = '5.1') => clearMBusStatusOnAllChannels(null, contextOf(settingsOf(version)));

  it('clears the bits that a channel shows, and its alarm; others are left alone', async () => {
    const access = new ScriptedAccess(status(0, 6, 0, 1));
    const { facts } = await prepared().execute(access);
    expect(access.writes).toEqual([
      { name: '1/0.2.94.31.10.255/2', data: d.u32(6) },
      { name: '1/0.4.94.31.10.255/2', data: d.u32(1) },
    ]);
    expect(access.actions).toEqual(['72/0.2.24.1.0.255 method 4', '72/0.4.24.1.0.255 method 4']);
    const channels = [
      { channel: 2, bits: 6 },
      { channel: 4, bits: 1 },
    ];
    expect(facts).toMatchObject([{ type: 'MbusStatusCleared', data: { channels } }]);
  });

  it('ends at the first refusal', async () => {
    const access = new ScriptedAccess({ ...status(1, 1, 1, 1), '1/0.1.94.31.10.255/2': 3 });
    await expect(prepared().execute(access)).rejects.toMatchObject({ code: 412 });
    expect({ writes: access.writes.length, actions: access.actions }).toEqual({ writes: 1, actions: [] });
  });

  it('was done when no channel shows a bit; else nobody can tell', async () => {
    expect(await prepared().verify(new ScriptedAccess(status(0, 0, 0, 0)))).toMatchObject({ verdict: 'done' });
    expect(await prepared().verify(new ScriptedAccess(status(0, 0, 0, 4)))).toEqual({ verdict: 'cannot tell' });
  });

  it.each(['2.2', '4.2.2', '4.3', '5.0.0'])('is not for %s', (version) => {
    expect(() => prepared(version)).toThrow(expect.objectContaining({ code: 416 }));
  });
});

describe('SetPushSetupAlarm', () => {
  const DESTINATION = '40/0.1.25.9.0.255/3';
  const OBJECTS = '40/0.1.25.9.0.255/2';
  const object = { classId: 1, logicalName: '0.0.97.98.0.255', attributeIndex: 2, dataIndex: 0 };
  const listed = d.array(d.structure(d.u16(1), d.octets('0000616200ff'), d.i8(2), d.u16(0)));
  const destination = d.structure(d.enumeration(0), d.octets(Buffer.from('a.example:1')), d.enumeration(0));
  const prepared = (pushSetupAlarm: SetPushSetupAlarmData['pushSetupAlarm'], version = '5.1') =>
    setPushSetupAlarm({ pushSetupAlarm }, contextOf(settingsOf(version)));
  const readable = { '1/0.0.97.98.0.255/2': d.u32(0) };

  it('sets the destination, then what is pushed', async () => {
    const access = new ScriptedAccess(readable);
    const { facts } = await prepared({ host: 'a.example', port: 1, pushObjectList: [object] }).execute(access);
    expect(access.writes).toEqual([
      { name: DESTINATION, data: destination },
      { name: OBJECTS, data: listed },
    ]);
    expect(facts).toMatchObject([{ type: 'PushSetupSet', data: { setup: 'ALARM', host: 'a.example', port: 1, pushObjectList: [object] } }]);
  });

  it('lets stay what is not given', async () => {
    const access = new ScriptedAccess(readable);
    await prepared({ pushObjectList: [object] }).execute(access);
    await prepared({ host: 'a.example', port: 1 }).execute(access);
    expect(access.writes.map(({ name }) => name)).toEqual([OBJECTS, DESTINATION]);
  });

  it('sets nothing when the meter does not have what it is to push', async () => {
    const access = new ScriptedAccess({});
    await expect(prepared({ host: 'a.example', port: 1, pushObjectList: [object] }).execute(access)).rejects.toMatchObject({ code: 412 });
    expect(access.writes).toEqual([]);
  });

  it('reads back whether it was done', async () => {
    const all = { host: 'a.example', port: 1, pushObjectList: [object] };
    expect(await prepared(all).verify(new ScriptedAccess({ [DESTINATION]: destination, [OBJECTS]: listed }))).toMatchObject({ verdict: 'done' });
    expect(await prepared(all).verify(new ScriptedAccess({ [DESTINATION]: destination, [OBJECTS]: d.array() }))).toEqual({ verdict: 'not done' });
  });

  it.each([[{}], [{ host: 'a.example' }], [{ port: 1 }], [{ pushObjectList: [{ ...object, dataIndex: 1 }] }]])('refuses %j', (data) => {
    expect(() => prepared(data)).toThrow(expect.objectContaining({ code: 401 }));
  });

  it('is not for DSMR 2.2', () => {
    expect(() => prepared({ host: 'a.example', port: 1 }, '2.2')).toThrow(expect.objectContaining({ code: 416 }));
  });
});
