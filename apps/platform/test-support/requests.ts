export const DEVICE = 'TEST1024000000001';
export const KEYS = { masterKey: '11'.repeat(16), authenticationKey: '22'.repeat(16), globalEncryptionUnicastKey: '33'.repeat(16) };

/** A valid AddDevice request; `device` changes fields of the device. */
export function addDevice(deviceIdentification = DEVICE, device: object = {}, data: object = {}): object {
  return {
    deviceIdentification,
    data: {
      device: {
        timezone: 'Europe/Amsterdam',
        protocolName: 'SMR',
        protocolVersion: '5.1',
        hls5Active: true,
        challengeLength: 16,
        deliveryDate: '2026-01-15T00:00:00Z',
        networkAddress: '127.16.0.1',
        ...KEYS,
        ...device,
      },
      deviceModel: { manufacturer: 'Test', modelCode: 'E450' },
      ...data,
    },
  };
}
