import { unitNumber, type CosemAttribute, type CosemObject, type Unit } from '#cosem';
import { captureObjectData, d, type Data, type DataTypeName } from '#dlms';

import { associationValue } from './association-values.js';
import type { MeterIdentity } from './identity.js';
import { mbusDefault } from './mbus/mbus-defaults.js';
import { modemDefault } from './modem-defaults.js';

const unspecifiedTime = 'ffffffffffffffffff8000ff';
const text = (value: string): Data => d.octets(Buffer.from(value, 'ascii'));
const fingerprint = (first: number): Data => d.array(...Array.from({ length: 15 }, (_, index) => d.u16(first + index)));

/** Values of single objects that a new meter has, by tag; attribute 2. */
const valuesByTag: Readonly<Record<string, Data>> = {
  ACTIVE_ENERGY_IMPORT: d.u32(10_001),
  ACTIVE_ENERGY_IMPORT_TARIFF_ONE: d.u32(10_002),
  ACTIVE_ENERGY_IMPORT_TARIFF_TWO: d.u32(10_003),
  ACTIVE_ENERGY_EXPORT: d.u32(20_001),
  ACTIVE_ENERGY_EXPORT_TARIFF_ONE: d.u32(20_002),
  ACTIVE_ENERGY_EXPORT_TARIFF_TWO: d.u32(20_003),
  ALARM_REGISTER_1: d.u32(33_693_956),
  ALARM_REGISTER_2: d.u32(3),
  ALARM_REGISTER_3: d.u32(3),
  ACTIVE_FIRMWARE_IDENTIFIER: text('M57 4836'),
  MODULE_ACTIVE_FIRMWARE_IDENTIFIER: text('BL_012 XMX_N42_GprsV09'),
  COMMUNICATION_MODULE_ACTIVE_FIRMWARE_IDENTIFIER: text('Telit 10.00.154'),
  MBUS_DRIVER_ACTIVE_FIRMWARE_IDENTIFIER: text('M00 0000'),
  P1_PORT_VERSION: text('50'),
  RANDOMISATION_SETTINGS: d.structure(d.u32(1), d.u16(1), d.u16(1)),
  THD_VALUE_THRESHOLD: d.u16(100),
  THD_VALUE_HYSTERESIS: d.u16(10),
  THD_MIN_DURATION_NORMAL_TO_OVER: d.u32(900),
  THD_MIN_DURATION_OVER_TO_NORMAL: d.u32(600),
  THD_TIME_THRESHOLD: d.u32(86_400),
  INSTANTANEOUS_THD_CURRENT_L1: d.u16(317),
  INSTANTANEOUS_THD_CURRENT_L2: d.u16(517),
  INSTANTANEOUS_THD_CURRENT_L3: d.u16(717),
  THD_CURRENT_FINGERPRINT_L1: fingerprint(101),
  THD_CURRENT_FINGERPRINT_L2: fingerprint(201),
  THD_CURRENT_FINGERPRINT_L3: fingerprint(301),
  THD_CURRENT_OVER_LIMIT_COUNTER_L1: d.u16(3136),
  THD_CURRENT_OVER_LIMIT_COUNTER_L2: d.u16(5136),
  THD_CURRENT_OVER_LIMIT_COUNTER_L3: d.u16(7136),
};

/** Attributes beyond 2, or of objects with several values, by class. */
const valuesByClass: Readonly<Record<number, Readonly<Record<number, Data>>>> = {
  7: { 5: d.enumeration(1), 6: captureObjectData({ classId: 8, obis: '0.0.1.0.0.255', attribute: 2, dataIndex: 0 }) },
  8: { 3: d.i16(-60), 5: d.octets('ffff03fe0702000000ffc400'), 6: d.octets('ffff0afe0703000000ff8880'), 8: d.bool(true) },
  18: { 5: d.bool(true) },
  20: { 10: d.octets(unspecifiedTime) },
  40: { 3: d.structure(d.enumeration(0), d.octets(new Uint8Array()), d.enumeration(0)) },
  64: { 4: d.octets('0000000000000000') },
};

/** Raw values of power quality registers: 230 V, 5 A, 500 W, in the register's own scale. */
const typicalValues: Partial<Record<Unit, number>> = { V: 230, A: 5, W: 500, VAR: 50 };

/** What an attribute holds in a meter that nobody has written to. */
export function defaultValue(identity: MeterIdentity, object: CosemObject, attribute: CosemAttribute): Data {
  if (attribute.value !== undefined) return attribute.value;
  const own = attribute.id === 2 ? valuesByTag[object.tag] : undefined;
  return (
    own ??
    identityValue(identity, object) ??
    (object.classId === 15 ? associationValue(identity, attribute.id) : undefined) ??
    (object.classId === 47 ? modemDefault(object, attribute.id) : undefined) ??
    (object.channel === undefined ? undefined : mbusDefault(identity, object, object.channel, attribute.id)) ??
    valuesByClass[object.classId]?.[attribute.id] ??
    measured(object, attribute)
  );
}

function identityValue(identity: MeterIdentity, { tag }: CosemObject): Data | undefined {
  if (tag === 'DEVICE_ID_1' || tag === 'LOGICAL_DEVICE_NAME') return text(identity.deviceIdentification);
  return tag === 'DEVICE_ID_2' ? text(identity.deviceIdentification.slice(-8)) : undefined;
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
