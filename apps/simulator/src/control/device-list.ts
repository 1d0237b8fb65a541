import type { MeterFleet } from '../fleet/meter-fleet.js';
import { factoryDelivery } from '../meter/identity.js';

/** Meters per base station, in three cells. */
const metersPerBaseStation = 100;
const cells = 3;

/** The fleet as bodies of the platform's AddDevice operation, with the keys that the meters hold now, in plain hex. */
export function deviceList(fleet: MeterFleet): unknown[] {
  return Array.from({ length: fleet.size }, (_, index) => addDevice(fleet, index));
}

function addDevice(fleet: MeterFleet, index: number): unknown {
  const { deviceIdentification, address, profile } = fleet.identity(index);
  const keys = fleet.keysOf(index);
  return {
    deviceIdentification,
    data: {
      device: {
        deviceType: 'SMART_METER_E',
        timezone: fleet.timezone,
        protocolName: profile.name,
        protocolVersion: profile.version,
        hls5Active: true,
        challengeLength: 16,
        withListMax: 32,
        selectiveAccessSupported: true,
        ipAddressIsStatic: true,
        port: fleet.port,
        networkAddress: address,
        btsId: 1 + Math.floor(index / metersPerBaseStation),
        cellId: 1 + (index % cells),
        masterKey: keys.masterKey.toString('hex'),
        globalEncryptionUnicastKey: keys.encryptionKey.toString('hex'),
        authenticationKey: keys.authenticationKey.toString('hex'),
        deliveryDate: factoryDelivery,
      },
      deviceModel: { manufacturer: 'Test', modelCode: 'E450' },
      overwrite: false,
    },
  };
}
