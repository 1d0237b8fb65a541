import { describe, expect, it } from '@jest/globals';
import { DEVICE_LIFECYCLE_STATUSES, type DeviceLifecycleStatus, type SetDeviceCommunicationSettingsData } from '#contract';
import { LIFECYCLE } from '../lifecycle.js';
import { device } from '../testing/device-specification.js';
import { accept, OPTIONS, registered, at } from '../testing/samples.js';

const WEEK = 7 * 86_400_000;

const asked = (operation: string, data: unknown) => accept({ operation, data } as never);
const taken = (operation: string, data: unknown) => ({
  type: 'CommandAccepted' as const,
  data: { operation, data, options: OPTIONS, expiresAt: at(WEEK), requestHash: 'hash' },
});
const inStatus = (to: DeviceLifecycleStatus) => [
  registered(),
  { type: 'LifecycleStatusChanged' as const, data: { from: 'NEW_IN_INVENTORY' as const, to } },
];
const succeeded = (description: string) => ({ type: 'CommandSucceeded' as const, data: { description } });

describe('SetDeviceCommunicationSettings', () => {
  const data: SetDeviceCommunicationSettingsData = {
    challengeLength: 32,
    withListMax: 1,
    selectiveAccessSupported: false,
    ipAddressIsStatic: true,
    useSn: false,
    useHdlc: true,
    polyphase: true,
  };

  it.each(['SMART_METER_E', 'SMART_METER_G'])('ends where it is accepted, for an %s', (deviceType) => {
    device()
      .given([registered({ deviceType })])
      .when(asked('SetDeviceCommunicationSettings', data))
      .then([
        taken('SetDeviceCommunicationSettings', data),
        { type: 'CommunicationSettingsChanged', data },
        succeeded('Set device communication settings was successful'),
      ]);
  });
});

describe('UpdateProtocol', () => {
  it.each([
    { protocol: 'SMR', protocolVersion: '5.2' },
    { protocol: 'SMR', protocolVersion: '5.2', protocolVariant: 'X' },
  ])('ends where it is accepted: %j', (data) => {
    const { protocol: protocolName, ...version } = data;
    device()
      .given([registered()])
      .when(asked('UpdateProtocol', data))
      .then([
        taken('UpdateProtocol', data),
        { type: 'ProtocolChanged', data: { protocolName, ...version } },
        succeeded('Update protocol was successful'),
      ]);
  });
});

describe('SetDeviceLifecycleStatus', () => {
  const set = (deviceLifecycleStatus: DeviceLifecycleStatus) => asked('SetDeviceLifecycleStatus', { deviceLifecycleStatus });
  const accepted = (deviceLifecycleStatus: DeviceLifecycleStatus) => taken('SetDeviceLifecycleStatus', { deviceLifecycleStatus });
  const done = succeeded('Set device life-cycle status was successful');
  const pairs = DEVICE_LIFECYCLE_STATUSES.flatMap((from) => DEVICE_LIFECYCLE_STATUSES.map((to) => [from, to] as const));

  it.each(pairs)('from %s to %s', (from, to) => {
    const changed = { type: 'LifecycleStatusChanged' as const, data: { from, to } };
    const fault = { code: 401, type: 'VALIDATION_ERROR', message: `${to} cannot follow ${from}`, component: 'DOMAIN_SMART_METERING' };
    const refused = { type: 'CommandFailed' as const, data: { fault } };
    const then = from === to ? [done] : LIFECYCLE[from].includes(to) ? [changed, done] : [refused];
    device()
      .given(inStatus(from))
      .when(set(to))
      .then([accepted(to), ...(then as never[])]);
  });

  it('has an end, which every status can come to but that of a device that was only registered', () => {
    expect(LIFECYCLE.DESTROYED).toEqual([]);
    expect(DEVICE_LIFECYCLE_STATUSES.filter((status) => !LIFECYCLE[status].includes('DESTROYED'))).toEqual(['REGISTERED', 'DESTROYED']);
  });
});
