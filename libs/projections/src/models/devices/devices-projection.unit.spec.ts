import { describe, expect, it } from '@jest/globals';
import { projected } from '../../test/projection-specification.js';
import {
  accepted,
  at,
  attemptFailed,
  METER,
  OTHER_METER,
  registered,
  retryAt,
  SETTINGS,
  started,
  succeeded,
  type Sample,
} from '../../test/samples.js';
import { devices } from './device-document.js';
import { devicesProjection } from './devices-projection.js';

const deviceAfter = async (...samples: Sample[]) => (await projected(devicesProjection, samples)).of(devices)[0];

describe('Devices', () => {
  it('shows a registered device with its settings', async () => {
    const { networkAddress, btsId, cellId, ...settings } = SETTINGS;
    expect(await deviceAfter(registered())).toEqual({
      deviceIdentification: METER,
      ...settings,
      networkAddress,
      btsId,
      cellId,
      protocol: 'SMR 5.1',
      manufacturer: 'Test',
      modelCode: 'E450',
      lifecycleStatus: 'NEW_IN_INVENTORY',
      gatewayDevice: null,
      channel: null,
      lastContact: null,
      lastFailure: null,
      failedConnections: 0,
      circuitOpenUntil: null,
      firmware: [],
      clockDrift: null,
      known: {},
      registeredAt: at(1000),
      revision: 0,
      running: [],
    });
  });

  it('shows no field that is not a setting, whatever the event holds', async () => {
    const secret = { ...SETTINGS, masterKey: '000102' };
    expect(JSON.stringify(await deviceAfter(registered(secret)))).not.toContain('000102');
  });

  it('shows null for an address that is not known', async () => {
    const { networkAddress: _none, ...rest } = SETTINGS;
    const event = registered();
    const without = { ...event, data: { ...event.data, device: rest } } as Sample;
    expect(await deviceAfter(without)).toMatchObject({ networkAddress: null, btsId: 1 });
  });

  it('does not know a device whose registration failed', async () => {
    expect(await deviceAfter(accepted(), { type: 'CommandCancelled', data: { reason: 'no' } })).toBeUndefined();
  });

  it('replaces the settings on overwrite and keeps when it was first registered', async () => {
    const replaced = { ...registered({ protocolVersion: '5.2' }), type: 'DeviceReplaced' } as Sample;
    expect(await deviceAfter(registered(), replaced)).toMatchObject({ protocol: 'SMR 5.2', registeredAt: at(1000), revision: 1 });
  });

  it('counts failed connections and remembers the last', async () => {
    const failing = [
      started(1),
      attemptFailed(1, 225, 'CONNECTION_REFUSED'),
      retryAt(2, 60_000),
      started(2),
      attemptFailed(2, 227, 'CONNECTION_TIMED_OUT'),
    ];
    expect(await deviceAfter(registered(), accepted(), ...failing)).toMatchObject({ failedConnections: 2, lastFailure: at(7000), lastContact: null });
  });

  it('takes the answer of a meter in an attempt that failed all the same for a contact', async () => {
    const reached: Sample = { type: 'AttemptFailed', data: { attempt: 2, code: 412, type: 'UNSUPPORTED', message: '', reached: true } };
    const device = await deviceAfter(registered(), started(1), attemptFailed(1, 225, 'CONNECTION_REFUSED'), started(2), reached);
    expect(device).toMatchObject({ lastContact: at(5000), lastFailure: at(3000), failedConnections: 0, running: [] });
  });

  describe('of a meter that cannot be reached', () => {
    const opened: Sample = { type: 'CircuitOpened', data: { until: at(60_000), failures: 5 } };

    it('shows until when it is left alone', async () => {
      expect(await deviceAfter(registered(), opened)).toMatchObject({ circuitOpenUntil: at(60_000) });
    });

    it('shows that it is called again, and that it was heard', async () => {
      const closed: Sample = { type: 'CircuitClosed', data: {} };
      expect(await deviceAfter(registered(), opened, closed)).toMatchObject({ circuitOpenUntil: null, failedConnections: 0, lastContact: null });
      const heard: Sample = { type: 'CircuitClosed', data: { source: 'push' } };
      expect(await deviceAfter(registered(), opened, heard)).toMatchObject({ circuitOpenUntil: null, lastContact: at(3000) });
    });
  });

  it('does not take a fault of the meter for a failed connection', async () => {
    expect(await deviceAfter(registered(), started(1), attemptFailed(1, 412, 'UNSUPPORTED'))).toMatchObject({ failedConnections: 0, running: [] });
  });

  it('takes a success for a contact and forgets the failures', async () => {
    const device = await deviceAfter(registered(), started(1), attemptFailed(1, 225, 'CONNECTION_REFUSED'), started(2), succeeded);
    expect(device).toMatchObject({ lastContact: at(5000), failedConnections: 0, lastFailure: at(3000), running: [] });
  });

  it('does not take the success of a command that needed no meter for a contact', async () => {
    expect(await deviceAfter(accepted(), registered(), succeeded)).toMatchObject({ lastContact: null });
  });

  it('follows the time zone that was set on the meter', async () => {
    const synchronized: Sample = { type: 'ClockSynchronized', data: { timezone: 'Europe/London', time: at(0) } };
    expect(await deviceAfter(registered(), synchronized)).toMatchObject({ timezone: 'Europe/London', revision: 1 });
  });

  it('follows the settings and the status that it was given', async () => {
    const settings = {
      challengeLength: 32,
      withListMax: 1,
      selectiveAccessSupported: false,
      ipAddressIsStatic: false,
      useSn: true,
      useHdlc: true,
      polyphase: true,
    };
    const changed: Sample = { type: 'CommunicationSettingsChanged', data: settings };
    const used: Sample = { type: 'LifecycleStatusChanged', data: { from: 'NEW_IN_INVENTORY', to: 'IN_USE' } };
    expect(await deviceAfter(registered(), changed, used)).toMatchObject({ ...settings, lifecycleStatus: 'IN_USE', revision: 2 });
  });

  it('follows its protocol, and forgets a variant that it has no more', async () => {
    const changed: Sample = { type: 'ProtocolChanged', data: { protocolName: 'DSMR', protocolVersion: '4.2.2' } };
    const device = await deviceAfter(registered({ protocolVariant: 'X' }), changed);
    expect(device).toMatchObject({ protocol: 'DSMR 4.2.2', protocolName: 'DSMR', protocolVersion: '4.2.2' });
    expect(device).not.toHaveProperty('protocolVariant');
  });

  it('keeps devices apart', async () => {
    const result = await projected(devicesProjection, [registered(), [registered({ port: 1 }), { device: OTHER_METER }]]);
    expect(result.of(devices).map(({ deviceIdentification, port }) => [deviceIdentification, port])).toEqual([
      [METER, 4059],
      [OTHER_METER, 1],
    ]);
  });
});
