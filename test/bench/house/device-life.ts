import type { CommandOptions, DeviceSettings } from '#contract';
import type { DeviceEvent } from '#domain';

/** Commands without a word of when: due at once, default priority. */
export const PLAIN_OPTIONS: CommandOptions = { priority: 4, bypassRetry: false };

const WEEK = 7 * 86_400_000;
/** Devices of one cell of one base station. */
const PER_CELL = 250;

function settingsOf(index: number): DeviceSettings {
  return {
    deviceType: 'SMART_METER_E',
    timezone: 'Europe/Amsterdam',
    protocolName: 'SMR',
    protocolVersion: '5.1',
    lls1Active: false,
    hls3Active: false,
    hls4Active: false,
    hls5Active: true,
    deliveryDate: '2026-01-15T00:00:00Z',
    polyphase: false,
    ipAddressIsStatic: true,
    withListMax: 32,
    selectiveAccessSupported: true,
    challengeLength: 16,
    port: 4059,
    networkAddress: `127.${16 + ((index >> 16) & 15)}.${(index >> 8) & 255}.${index & 255}`,
    logicalId: 1,
    clientId: 1,
    useHdlc: false,
    useSn: false,
    btsId: 1 + (Math.floor(index / PER_CELL) % 1_000),
    cellId: 1 + Math.floor(index / PER_CELL / 1_000),
  };
}

const accepted = (operation: string, data: unknown, options: CommandOptions, uid: string, at: number): DeviceEvent => ({
  type: 'CommandAccepted',
  // A uid stands in for the hash of the request: nobody repeats these.
  data: { operation, data, options, expiresAt: new Date(at + WEEK).toISOString(), requestHash: uid },
});

/** How a device came to be: its AddDevice, without keys, since nobody connects to it. */
export function registration(index: number, uid: string, at: number): readonly DeviceEvent[] {
  const device = settingsOf(index);
  const deviceModel = { manufacturer: 'Test', modelCode: 'E450' };
  return [
    accepted('AddDevice', { device, deviceModel, overwrite: false }, PLAIN_OPTIONS, uid, at),
    { type: 'DeviceRegistered', data: { device, deviceModel, lifecycleStatus: 'NEW_IN_INVENTORY' } },
    { type: 'DeviceAuthorizationGranted', data: { organisation: 'operations', functionGroup: 'OWNER' } },
    { type: 'CommandSucceeded', data: { description: 'registered' } },
  ];
}

/** A read that waits: until `dueAt` where that is given, else for its turn. */
export function waitingCommand(uid: string, at: number, { dueAt, priority = 4 }: { readonly dueAt?: number; readonly priority?: number }) {
  const options = { ...PLAIN_OPTIONS, priority };
  const events: DeviceEvent[] = [accepted('GetActualMeterReads', null, options, uid, at)];
  if (dueAt !== undefined) events.push({ type: 'CommandScheduled', data: { dueAt: new Date(dueAt).toISOString() } });
  return events;
}
