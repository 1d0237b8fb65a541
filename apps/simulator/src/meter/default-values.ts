import { unitNumber, type CosemAttribute, type CosemObject, type ProtocolProfile, type Unit } from '#cosem';
import { d, type Data, type DataTypeName } from '#dlms';

import { systemTitle, type MeterIdentity } from './identity.js';

const unspecifiedTime = 'ffffffffffffffffff8000ff';
const text = (value: string): Data => d.octets(Buffer.from(value, 'ascii'));

/** Values of single objects that a new meter has, by tag; attribute 2. */
const valuesByTag: Readonly<Record<string, Data>> = {
  ACTIVE_ENERGY_IMPORT: d.u32(10_001),
  ACTIVE_ENERGY_IMPORT_TARIFF_ONE: d.u32(10_002),
  ACTIVE_ENERGY_IMPORT_TARIFF_TWO: d.u32(10_003),
  ACTIVE_ENERGY_EXPORT: d.u32(20_001),
  ACTIVE_ENERGY_EXPORT_TARIFF_ONE: d.u32(20_002),
  ACTIVE_ENERGY_EXPORT_TARIFF_TWO: d.u32(20_003),
  ALARM_REGISTER_1: d.u32(33_693_956),
  ACTIVE_FIRMWARE_IDENTIFIER: text('M57 4836'),
  MODULE_ACTIVE_FIRMWARE_IDENTIFIER: text('BL_012 XMX_N42_GprsV09'),
  COMMUNICATION_MODULE_ACTIVE_FIRMWARE_IDENTIFIER: text('Telit 10.00.154'),
  MBUS_DRIVER_ACTIVE_FIRMWARE_IDENTIFIER: text('M00 0000'),
  RANDOMISATION_SETTINGS: d.structure(d.u8(0), d.u16(1), d.u8(1), d.u8(1)),
};

/** Attributes beyond 2, or of objects with several values, by class. */
const valuesByClass: Readonly<Record<number, Readonly<Record<number, Data>>>> = {
  7: { 5: d.enumeration(1), 6: d.structure(d.u16(8), d.octets('0000010000ff'), d.i8(2), d.u16(0)) },
  8: { 3: d.i16(-60), 5: d.octets('ffff03fe0702000000ffc400'), 6: d.octets('ffff0afe0703000000ff8880'), 8: d.bool(true) },
  15: { 3: d.structure(d.i8(1), d.u16(1)), 8: d.enumeration(2), 9: d.octets('00002b0000ff') },
  18: { 2: d.u32(216), 5: d.bool(true) },
  20: { 10: d.octets(unspecifiedTime) },
  47: {
    2: d.text('Utility Connect'),
    3: d.enumeration(5),
    5: d.enumeration(6),
    6: d.structure(d.u32(77), d.u16(2230), d.u8(13), d.u8(6), d.u16(66), d.u16(204), d.u32(107)),
    7: d.array(d.structure(d.u32(93), d.u8(11)), d.structure(d.u32(94), d.u8(12))),
    8: { type: 'date-time', value: Buffer.from(unspecifiedTime, 'hex') },
  },
  64: { 2: d.enumeration(3), 4: d.octets('0000000000000000') },
};

/** M-Bus client setup of channel 1, where a gas meter is connected; the other channels are free. */
const gasMeter: Readonly<Record<number, Data>> = {
  5: d.u8(9),
  7: d.u16(12_514),
  8: d.u8(66),
  9: d.u8(3),
  14: d.enumeration(4),
};

/** Raw values of power quality registers: 230 V, 5 A, 500 W, in the register's own scale. */
const typicalValues: Partial<Record<Unit, number>> = { V: 230, A: 5, W: 500, VAR: 50 };

/** What an attribute holds in a meter that nobody has written to. */
export function defaultValue(identity: MeterIdentity, object: CosemObject, attribute: CosemAttribute): Data {
  if (attribute.value !== undefined) return attribute.value;
  const own = attribute.id === 2 ? valuesByTag[object.tag] : undefined;
  return (
    own ??
    identityValue(identity, object, attribute) ??
    mbusValue(identity.profile, object, attribute) ??
    valuesByClass[object.classId]?.[attribute.id] ??
    measured(object, attribute)
  );
}

function identityValue(identity: MeterIdentity, { tag }: CosemObject, { id }: CosemAttribute): Data | undefined {
  if (tag === 'DEVICE_ID_1' || tag === 'LOGICAL_DEVICE_NAME') return text(identity.deviceIdentification);
  if (tag === 'DEVICE_ID_2') return text(identity.deviceIdentification.slice(-8));
  if (tag === 'SECURITY_SETUP' && id === 5) return d.octets(systemTitle(identity.index));
  if (tag !== 'CONFIGURATION_OBJECT') return undefined;
  return identity.profile.name === 'SMR' ? d.bits('0001001000100000') : d.structure(d.enumeration(1), d.bits('0101001000000000'));
}

function mbusValue(profile: ProtocolProfile, { classId, channel }: CosemObject, { id }: CosemAttribute): Data | undefined {
  if (classId === 72) {
    if (id === 13) return d.u16(0x63);
    if (channel !== 1) return undefined;
    return id === 6 ? d.u32(profile.name === 'SMR' ? 12_049_260 : 302_289_504) : gasMeter[id];
  }
  if (classId !== 4) return undefined;
  if (id === 3) return d.structure(d.i8(-3), d.enumeration(unitNumber('M3')));
  if (id === 2) return d.u32(channel === 1 ? 300_001 : 0);
  if (id !== 5) return undefined;
  if (channel === 1) return d.octets('07e0020f0117000000ffc400');
  return d.octets(channel === 3 ? '07d001010601000000ffc400' : unspecifiedTime);
}

function measured(object: CosemObject, attribute: CosemAttribute): Data {
  if (object.classId === 3 && attribute.id === 3) return d.structure(d.i8(0), d.enumeration(unitNumber('V')));
  const { scalerUnit } = object;
  const typical = scalerUnit === undefined ? typicalValues.V : typicalValues[scalerUnit.unit];
  if (object.classId === 3 && attribute.type === 'long-unsigned' && typical !== undefined) {
    return d.u16(Math.round(typical / 10 ** (scalerUnit?.scaler ?? 0)));
  }
  return emptyValue(attribute.type);
}

/** Zero, empty, or nothing. */
function emptyValue(type: DataTypeName): Data {
  switch (type) {
    case 'array':
    case 'structure':
      return { type, value: [] };
    case 'boolean':
      return { type, value: false };
    case 'bit-string':
    case 'visible-string':
    case 'utf8-string':
      return { type, value: '' };
    case 'octet-string':
      return { type, value: new Uint8Array() };
    case 'date-time':
    case 'date':
    case 'time':
    case 'null-data':
    case 'dont-care':
    case 'compact-array':
      return d.nul;
    case 'long64':
    case 'long64-unsigned':
      return { type, value: 0n };
    default:
      return { type, value: 0 };
  }
}
