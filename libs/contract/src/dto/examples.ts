import { METER_OPERATIONS, REGISTRY_OPERATIONS, type MeterOperation, type OperationName, type RegistryOperation } from '../definitions/operations.js';
import { DATA_RULES } from './operation-data/data-rules.js';

const deviceIdentification = 'TEST1024000000001';
const period = { from: '2026-11-01T00:00:00Z', until: '2026-11-08T00:00:00Z' };

/** A worked example of each request, for the documentation. The keys are placeholders. */
export const REQUEST_EXAMPLES = {
  ...Object.fromEntries([...REGISTRY_OPERATIONS, ...METER_OPERATIONS].map((operation) => [operation, exampleOf(operation)])),
  AddDevice: {
    deviceIdentification,
    data: {
      device: {
        deviceType: 'SMART_METER_E',
        timezone: 'Europe/Amsterdam',
        protocolName: 'SMR',
        protocolVersion: '5.1',
        hls5Active: true,
        challengeLength: 16,
        withListMax: 32,
        selectiveAccessSupported: true,
        ipAddressIsStatic: true,
        port: 4059,
        networkAddress: '127.16.0.1',
        btsId: 1,
        cellId: 2,
        masterKey: '00'.repeat(16),
        globalEncryptionUnicastKey: '00'.repeat(16),
        authenticationKey: '00'.repeat(16),
        deliveryDate: '2026-01-15T00:00:00Z',
      },
      deviceModel: { manufacturer: 'Test', modelCode: 'E450' },
      overwrite: false,
    },
  },
  Bundle: {
    deviceIdentification,
    options: { priority: 7, bypassRetry: false },
    data: {
      actions: [
        { operation: 'SynchronizeTime', data: { timeZone: 'Europe/Amsterdam' } },
        { operation: 'GetActualMeterReads' },
        { operation: 'FindEvents', data: { eventLogCategory: 'FRAUD_DETECTION_LOG', ...period } },
      ],
    },
  },
} as Readonly<Record<OperationName, object>>;

function exampleOf(operation: MeterOperation | RegistryOperation): object {
  const { example } = DATA_RULES[operation];
  return { deviceIdentification, ...(example === undefined ? {} : { data: example }) };
}
