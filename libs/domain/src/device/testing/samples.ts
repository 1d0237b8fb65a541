import type { AddDeviceData, CommandOptions, DeviceSettings } from '#contract';
import type { AcceptAddDevice, AcceptOperation, StoredKey } from '../commands.js';
import type { DeviceEvent, DeviceEventOf } from '../events/index.js';

/** Examples that specifications start from. */
export const UID = 'aaaaaaaa-0000-4000-8000-000000000001';
export const DEVICE = 'TEST1024000000001';
export const NOW = Date.UTC(2026, 0, 1, 12);
export const at = (offset: number): string => new Date(NOW + offset).toISOString();
export const OPTIONS: CommandOptions = { priority: 4, bypassRetry: false };

export const SETTINGS: DeviceSettings = {
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
  networkAddress: '127.16.0.1',
  logicalId: 1,
  clientId: 1,
  useHdlc: false,
  useSn: false,
};

export const ADD_DEVICE_DATA: AddDeviceData = { device: SETTINGS, deviceModel: { manufacturer: 'Test', modelCode: 'E450' }, overwrite: false };

export const E_KEYS: readonly StoredKey[] = [
  { type: 'E_METER_MASTER_KEY', keyId: 'k1', fingerprint: 'f1' },
  { type: 'E_METER_AUTHENTICATION_KEY', keyId: 'k2', fingerprint: 'f2' },
  { type: 'E_METER_ENCRYPTION_KEY_UNICAST', keyId: 'k3', fingerprint: 'f3' },
];

export const addDevice = (change: Partial<AcceptAddDevice> = {}): AcceptAddDevice => ({
  kind: 'Accept',
  correlationUid: UID,
  operation: 'AddDevice',
  data: ADD_DEVICE_DATA,
  options: OPTIONS,
  requestHash: 'hash',
  actor: 'operations/demo/-',
  organisation: 'operations',
  keys: E_KEYS,
  ...change,
});

export const accept = (change: Partial<AcceptOperation> = {}): AcceptOperation =>
  ({
    kind: 'Accept',
    correlationUid: UID,
    operation: 'GetActualMeterReads',
    data: null,
    options: OPTIONS,
    requestHash: 'hash',
    actor: 'operations/demo/-',
    ...change,
  }) as AcceptOperation;

export const registered = (settings: Partial<DeviceSettings> = {}): DeviceEvent => ({
  type: 'DeviceRegistered',
  data: { device: { ...SETTINGS, ...settings }, deviceModel: { manufacturer: 'Test' }, lifecycleStatus: 'NEW_IN_INVENTORY' },
});

/** An event of the sample command. */
export const ofCommand = <E extends DeviceEvent>(event: E): E & { readonly correlationUid: string } => ({ ...event, correlationUid: UID });

export const accepted = (change: Partial<DeviceEventOf<'CommandAccepted'>['data']> = {}) =>
  ofCommand({
    type: 'CommandAccepted',
    data: { operation: 'GetActualMeterReads', data: null, options: OPTIONS, expiresAt: at(7 * 86_400_000), requestHash: 'hash', ...change },
  });

export const started = (attempt: number, leaseToken: string) =>
  ofCommand({ type: 'AttemptStarted', data: { attempt, leaseToken, sessionDevice: DEVICE } });
