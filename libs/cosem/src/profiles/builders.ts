import type { CaptureObject, DataTypeName } from '#dlms';

import { unitNumber, type Unit } from '../units.js';
import type { CosemAttribute, CosemObject, ScalerUnit, ValueType } from './profile.js';

type Access = CosemAttribute['access'];

/** One attribute; DYNAMIC and read-only unless told otherwise. */
export function attribute(id: number, name: string, type: DataTypeName, access: Access = 'R', valueType: ValueType = 'DYNAMIC'): CosemAttribute {
  return { id, name, type, access, valueType };
}

/** Interface class 1: one value. */
export function data(tag: string, obis: string, type: DataTypeName, access: Access = 'R'): CosemObject {
  return { tag, classId: 1, version: 0, obis, attributes: [attribute(2, 'value', type, access)] };
}

/** Interface class 3 with the scaler and unit that the profile fixes. */
export function register(tag: string, obis: string, type: DataTypeName, scaler: number, unit: Unit, options: { access?: Access } = {}): CosemObject {
  return {
    tag,
    classId: 3,
    version: 0,
    obis,
    attributes: [attribute(2, 'value', type, options.access ?? 'R'), fixedScaler({ scaler, unit })],
    scalerUnit: { scaler, unit },
  };
}

/** Interface class 3 whose scaler and unit have to be read from the meter. */
export function dynamicRegister(tag: string, obis: string, type: DataTypeName): CosemObject {
  return { tag, classId: 3, version: 0, obis, attributes: [attribute(2, 'value', type), attribute(3, 'scaler_unit', 'structure')] };
}

/** Interface class 7: buffer, columns, period and size. */
export function profileGeneric(
  tag: string,
  obis: string,
  captureObjects: readonly CaptureObject[],
  capturePeriod: number,
  entries: number,
): CosemObject {
  return {
    tag,
    classId: 7,
    version: 1,
    obis,
    attributes: [
      attribute(2, 'buffer', 'array'),
      attribute(3, 'capture_objects', 'array', 'R', 'FIXED_IN_PROFILE'),
      attribute(4, 'capture_period', 'double-long-unsigned', 'R', 'FIXED_IN_PROFILE'),
      attribute(5, 'sort_method', 'enum', 'R', 'FIXED_IN_METER'),
      attribute(6, 'sort_object', 'structure', 'R', 'FIXED_IN_METER'),
      attribute(7, 'entries_in_use', 'double-long-unsigned'),
      attribute(8, 'profile_entries', 'double-long-unsigned', 'R', 'FIXED_IN_PROFILE'),
    ],
    profile: { captureObjects, capturePeriod, entries },
  };
}

/** A column of a profile: a whole attribute of an object. */
export function column(classId: number, obis: string, attributeId = 2): CaptureObject {
  return { classId, obis, attribute: attributeId, dataIndex: 0 };
}

/** Column of the clock, the first of every profile and log. */
export const clockColumn: CaptureObject = column(8, '0.0.1.0.0.255');

/** The objects of M-Bus channels 1 to 4, made by one template. */
export function perChannel(template: (channel: number) => CosemObject): CosemObject[] {
  return [1, 2, 3, 4].map((channel) => ({ ...template(channel), channel }));
}

function fixedScaler({ scaler, unit }: ScalerUnit): CosemAttribute {
  return {
    ...attribute(3, 'scaler_unit', 'structure', 'R', 'FIXED_IN_PROFILE'),
    value: {
      type: 'structure',
      value: [
        { type: 'integer', value: scaler },
        { type: 'enum', value: unitNumber(unit) },
      ],
    },
  };
}
