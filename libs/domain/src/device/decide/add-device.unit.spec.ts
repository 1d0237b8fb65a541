import { describe, expect, it } from '@jest/globals';
import { fault } from '#contract';
import { CommandRefusedError } from '../refusal.js';
import { DEFAULT_POLICY, uniformPolicies } from '../policy.js';
import { initialState } from '../state.js';
import { device } from '../testing/device-specification.js';
import { ADD_DEVICE_DATA, addDevice, at, DEVICE, E_KEYS, NOW, OPTIONS, registered } from '../testing/samples.js';
import { decide } from './index.js';

const typesOf = (command = addDevice(), given = initialState(DEVICE)) =>
  decide(command, given, NOW, uniformPolicies(DEFAULT_POLICY)).map((event) => event.type);
const faultOf = (command: ReturnType<typeof addDevice>) => {
  const last = decide(command, initialState(DEVICE), NOW, uniformPolicies(DEFAULT_POLICY)).at(-1);
  return last?.type === 'CommandFailed' ? last.data.fault : undefined;
};

describe('When the device is new', () => {
  it('registers it with its keys, each stored and active, and ends the command, all at once', () => {
    expect(typesOf()).toEqual([
      'CommandAccepted',
      'DeviceRegistered',
      'DeviceAuthorizationGranted',
      ...E_KEYS.flatMap(() => ['KeyStored', 'KeyActivated']),
      'CommandSucceeded',
    ]);
  });

  it('records no secret', () => {
    const text = JSON.stringify(decide(addDevice(), initialState(DEVICE), NOW, uniformPolicies(DEFAULT_POLICY)));
    expect(text).not.toMatch(/[0-9a-f]{32}/i);
  });

  it('fails with 806 when an E-meter key is missing and registers nothing', () => {
    expect(faultOf(addDevice({ keys: E_KEYS.slice(1) }))).toMatchObject({ code: 806, message: 'missing: E_METER_MASTER_KEY' });
    expect(typesOf(addDevice({ keys: E_KEYS.slice(1) }))).toEqual(['CommandAccepted', 'CommandFailed']);
  });

  it('fails with 401 when an M-Bus default key comes with E-meter keys', () => {
    expect(faultOf(addDevice({ keys: [...E_KEYS, { type: 'G_METER_MASTER_KEY', keyId: 'k4', fingerprint: 'f4' }] }))).toMatchObject({ code: 401 });
  });

  it('expires when its time was over before it came, and registers nothing', () => {
    expect(typesOf(addDevice({ options: { ...OPTIONS, maxScheduleTime: at(-1) } }))).toEqual(['CommandAccepted', 'CommandExpired']);
  });

  it('fails with the fault of keys that could not be decrypted', () => {
    const refused = fault(804, 'the key is not cipher text for this platform', 'SECRET_MANAGEMENT');
    expect(faultOf(addDevice({ keys: refused }))).toEqual(refused);
  });
});

describe('When the device exists', () => {
  it('refuses it without overwrite', () => {
    device()
      .given([registered()])
      .when(addDevice())
      .thenThrows((error) => error instanceof CommandRefusedError && error.code === 'EXISTING_DEVICE');
  });

  it('replaces the record with overwrite', () => {
    const command = addDevice({ data: { ...ADD_DEVICE_DATA, overwrite: true } });
    const state = { ...initialState(DEVICE), registration: { ...ADD_DEVICE_DATA, lifecycleStatus: 'IN_USE' as const } };
    expect(typesOf(command, state)).toContain('DeviceReplaced');
  });
});
