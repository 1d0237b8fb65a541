import type { MeterFleet } from '../fleet/meter-fleet.js';
import { factoryDelivery, llsPassword, type MeterIdentity } from '../meter/identity.js';
import { manufacturerLetters, type MbusDevice } from '../meter/mbus/mbus-device.js';
import { iccIdOf } from '../provider/sim-cards.js';
import { identificationText, mbusKeysToJson } from './channel-json.js';

/** Meters per base station, in three cells. */
const metersPerBaseStation = 100;
const cells = 3;

export const deviceKinds = ['meters', 'mbus', 'all'] as const;

/**
 * The fleet as bodies of the platform's AddDevice operation, with the keys that the devices hold now, in plain hex: the
 * meters, the devices on their M-Bus channels, or both, each device behind its meter.
 */
export function deviceList(fleet: MeterFleet, kind: (typeof deviceKinds)[number]): unknown[] {
  return Array.from({ length: fleet.size }, (_, index) => index).flatMap((index) => [
    ...(kind === 'mbus' ? [] : [meterBody(fleet, fleet.identity(index))]),
    ...(kind === 'meters' ? [] : fleet.mbusDevices(index).map((device) => mbusBody(fleet, index, device))),
  ]);
}

function meterBody(fleet: MeterFleet, identity: MeterIdentity): unknown {
  const { index, deviceIdentification, logicalDevice, profile, polyphase, security } = identity;
  const keys = fleet.keysOf(index);
  return body(deviceIdentification, 'E450', {
    deviceType: 'SMART_METER_E',
    timezone: fleet.timezone,
    protocolName: profile.name,
    protocolVersion: profile.version,
    hls5Active: security === 'hls5',
    ...(security === 'lls' ? { lls1Active: true, llsPassword: Buffer.from(llsPassword, 'ascii').toString('hex') } : {}),
    ...(polyphase ? { polyphase } : {}),
    ...(fleet.framing === 'hdlc' ? { useHdlc: true } : {}),
    challengeLength: 16,
    withListMax: 32,
    selectiveAccessSupported: true,
    ...whereabouts(identity),
    port: fleet.port,
    ...(logicalDevice === 1 ? {} : { logicalId: logicalDevice }),
    btsId: 1 + Math.floor(index / metersPerBaseStation),
    cellId: 1 + (index % cells),
    masterKey: keys.masterKey.toString('hex'),
    globalEncryptionUnicastKey: keys.encryptionKey.toString('hex'),
    authenticationKey: keys.authenticationKey.toString('hex'),
  });
}

/** Where the platform finds a meter: at a fixed address, or by its SIM card and nothing else. */
function whereabouts({ address, dynamicAddress, index }: MeterIdentity): Readonly<Record<string, unknown>> {
  if (!dynamicAddress) return { ipAddressIsStatic: true, networkAddress: address };
  return { ipAddressIsStatic: false, communicationProvider: 'SIMULATOR', iccId: iccIdOf(index) };
}

function mbusBody(fleet: MeterFleet, index: number, device: MbusDevice): unknown {
  const { profile } = fleet.identity(index);
  const keys = mbusKeysToJson(fleet.mbusKeysOf(index, device.channel));
  return body(device.deviceIdentification, 'G4', {
    deviceType: device.kind === 'gas' ? 'SMART_METER_G' : 'SMART_METER_W',
    timezone: fleet.timezone,
    protocolName: profile.name,
    protocolVersion: profile.version,
    challengeLength: 16,
    mbusIdentificationNumber: identificationText(device),
    mbusManufacturerIdentification: manufacturerLetters(device.manufacturer),
    mbusVersion: device.version,
    mbusDeviceTypeIdentification: device.deviceType,
    mbusDefaultKey: keys.defaultKey,
    mbusUserKey: keys.userKey,
    mbusFirmwareUpdateAuthenticationKey: keys.firmwareUpdateAuthenticationKey,
    mbusP0Key: keys.opticalPortKey,
  });
}

function body(deviceIdentification: string, modelCode: string, device: Readonly<Record<string, unknown>>): unknown {
  return {
    deviceIdentification,
    data: { device: { ...device, deliveryDate: factoryDelivery }, deviceModel: { manufacturer: 'Test', modelCode }, overwrite: false },
  };
}
