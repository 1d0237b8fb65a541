import { unitNumber, type CosemObject, type Unit } from '#cosem';
import { d, type Data } from '#dlms';

import type { MeterIdentity } from '../identity.js';
import { identificationNumber, manufacturerLetters, mbusDevice, type MbusDevice } from './mbus-device.js';
import type { MbusKind } from './mbus-kinds.js';

const unspecifiedTime = 'ffffffffffffffffff8000ff';
const keyInUse = 4;
const configuration = 0x63;
/** What the reference simulator gives for channel 3, where no device is. */
const longAgo = '07d001010601000000ffc400';
const simpleVersionInfo = '00400011';

const scalers: Readonly<Record<MbusKind, readonly [scaler: number, unit: Unit]>> = {
  gas: [-3, 'M3'],
  water: [-3, 'M3'],
  heat: [6, 'J'],
  electricity: [0, 'WH'],
};

/** Default of an attribute that belongs to a channel, with or without a device; undefined where an empty value will do. */
export function mbusDefault(identity: MeterIdentity, object: CosemObject, channel: number, attribute: number): Data | undefined {
  const kind = identity.mbus[channel - 1];
  const device = kind === undefined ? undefined : mbusDevice(identity.index, channel, kind);
  if (object.classId === 72) return clientSetup(object.version, device, attribute);
  if (object.tag.startsWith('MBUS_DEVICE_')) return deviceText(object.tag, device);
  if (object.classId !== 4) return undefined;
  if (attribute === 3) return scaler(device?.kind ?? 'gas');
  return attribute === 5 ? d.octets(channel === 3 ? longAgo : unspecifiedTime) : undefined;
}

function clientSetup(version: number, device: MbusDevice | undefined, attribute: number): Data | undefined {
  if (attribute === 13) return d.u16(configuration);
  if (device === undefined) return undefined;
  switch (attribute) {
    case 5:
      return d.u8(device.primaryAddress);
    case 6:
      return d.u32(identificationNumber(version, device.identificationNumber));
    case 7:
      return d.u16(device.manufacturer);
    case 8:
      return d.u8(device.version);
    case 9:
      return d.u8(device.deviceType);
    case 14:
      return d.enumeration(keyInUse);
    default:
      return undefined;
  }
}

function scaler(kind: MbusKind): Data {
  const [exponent, unit] = scalers[kind];
  return d.structure(d.i8(exponent), d.enumeration(unitNumber(unit)));
}

function deviceText(tag: string, device: MbusDevice | undefined): Data | undefined {
  if (device === undefined) return undefined;
  if (tag.startsWith('MBUS_DEVICE_CONFIG_SIMPLE_VERSION_INFO')) return d.octets(simpleVersionInfo);
  if (tag.startsWith('MBUS_DEVICE_ID_1')) return text(device.deviceIdentification);
  return tag.startsWith('MBUS_DEVICE_CONFIG_MODEL') ? text(`${manufacturerLetters(device.manufacturer)}-${device.kind}`) : text('1.0');
}

function text(value: string): Data {
  return d.octets(Buffer.from(value, 'ascii'));
}
