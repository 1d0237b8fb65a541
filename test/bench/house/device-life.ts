import type { DeviceSettings } from '#contract';
import type { DeviceEvent } from '#domain';
import { OPTIONS, SETTINGS } from '#domain/device/testing/samples.js';

const WEEK = 7 * 86_400_000;
/** Devices of one cell of one base station. */
export const PER_CELL = 250;

/** Where the device number `index` is to be reached. */
export function cellOf(index: number): { readonly btsId: number; readonly cellId: number } {
  return { btsId: 1 + (Math.floor(index / PER_CELL) % 1_000), cellId: 1 + Math.floor(index / PER_CELL / 1_000) };
}

function settingsOf(index: number): DeviceSettings {
  return { ...SETTINGS, networkAddress: `127.${16 + ((index >> 16) & 15)}.${(index >> 8) & 255}.${index & 255}`, ...cellOf(index) };
}

/** How a device came to be: its AddDevice, without keys, since nobody connects to it. */
export function registration(index: number, uid: string, at: number): readonly DeviceEvent[] {
  const device = settingsOf(index);
  const deviceModel = { manufacturer: 'Test', modelCode: 'E450' };
  const data = { device, deviceModel, overwrite: false };
  return [
    // A uid stands in for the hash of the request: nobody repeats it.
    {
      type: 'CommandAccepted',
      data: { operation: 'AddDevice', data, options: OPTIONS, expiresAt: new Date(at + WEEK).toISOString(), requestHash: uid },
    },
    { type: 'DeviceRegistered', data: { device, deviceModel, lifecycleStatus: 'NEW_IN_INVENTORY' } },
    { type: 'DeviceAuthorizationGranted', data: { organisation: 'operations', functionGroup: 'OWNER' } },
    { type: 'CommandSucceeded', data: { description: 'registered' } },
  ];
}

/** A command that has not been begun. */
export interface Waiting {
  readonly priority: number;
  /** Epoch ms; default: at once. */
  readonly dueAt?: number;
}

/** How a reading came to wait. */
export function acceptance(index: number, { priority, dueAt }: Waiting, uid: string, at: number): readonly DeviceEvent[] {
  const scheduleTime = dueAt === undefined ? undefined : new Date(dueAt).toISOString();
  const options = { ...OPTIONS, priority, ...(scheduleTime === undefined ? {} : { scheduleTime }) };
  const expiresAt = new Date((dueAt ?? at) + WEEK).toISOString();
  return [
    { type: 'CommandAccepted', data: { operation: 'GetActualMeterReads', data: null, options, expiresAt, requestHash: uid, ...cellOf(index) } },
    ...(scheduleTime === undefined ? [] : [{ type: 'CommandScheduled', data: { dueAt: scheduleTime } } as const]),
  ];
}
