import { d, type CaptureObject, type Data, type DataTypeName } from '#dlms';

import { unitNumber, type Unit } from '../units.js';
import type { CosemAttribute, CosemObject, ScalerUnit, ValueType } from './profile.js';

type Access = CosemAttribute['access'];

/** One attribute; DYNAMIC and read-only unless told otherwise. */
export function attribute(id: number, name: string, type: DataTypeName, access: Access = 'R', valueType: ValueType = 'DYNAMIC'): CosemAttribute {
  return { id, name, type, access, valueType };
}

/** The same attribute with the value that the profile fixes, or the default that it gives. */
export function withValue(declared: CosemAttribute, value: Data): CosemAttribute {
  return { ...declared, value };
}

/** Interface class 1: one value. */
export function data(tag: string, obis: string, type: DataTypeName, access: Access = 'R'): CosemObject {
  return { tag, classId: 1, version: 0, obis, attributes: [attribute(2, 'value', type, access)] };
}

/** Interface class 3 with the scaler and unit that the profile fixes. */
export function register(tag: string, obis: string, type: DataTypeName, scaler: number, unit: Unit, options: { access?: Access } = {}): CosemObject {
  const scalerUnit = { scaler, unit };
  return {
    tag,
    classId: 3,
    version: 0,
    obis,
    attributes: [attribute(2, 'value', type, options.access ?? 'R'), scalerAttribute(scalerUnit, 'FIXED_IN_PROFILE')],
    scalerUnit,
  };
}

/** Interface class 3 whose scaler and unit have to be read from the meter; the profile names the usual ones. */
export function dynamicRegister(tag: string, obis: string, type: DataTypeName, scaler: number, unit: Unit): CosemObject {
  return { tag, classId: 3, version: 0, obis, attributes: [attribute(2, 'value', type), scalerAttribute({ scaler, unit }, 'DYNAMIC')] };
}

/** A column of a profile: a whole attribute of an object, or one element of it (counted from 1). */
export function column(classId: number, obis: string, attributeId = 2, dataIndex = 0): CaptureObject {
  return { classId, obis, attribute: attributeId, dataIndex };
}

/** Column of the clock, the first of every profile and log. */
export const clockColumn: CaptureObject = column(8, '0.0.1.0.0.255');

/** The objects of M-Bus channels 1 to 4, made by one template. */
export function perChannel(template: (channel: number) => CosemObject): CosemObject[] {
  return [1, 2, 3, 4].map((channel) => ({ ...template(channel), channel }));
}

export type Phase = 1 | 2 | 3;

/** Value group C of a per-phase quantity: 20 apart from phase to phase. */
export function groupC(first: number, phase: Phase): number {
  return first + 20 * (phase - 1);
}

/** The objects of L1, L2 and L3. */
export function perPhase(template: (phase: Phase) => CosemObject): CosemObject[] {
  return ([1, 2, 3] as const).map(template);
}

/** L1 exists on every meter, L2 and L3 on polyphase meters only. */
export function perMeterPhase(template: (phase: Phase) => CosemObject): CosemObject[] {
  return perPhase((phase) => (phase === 1 ? template(phase) : { ...template(phase), polyphaseOnly: true }));
}

function scalerAttribute({ scaler, unit }: ScalerUnit, valueType: ValueType): CosemAttribute {
  return withValue(attribute(3, 'scaler_unit', 'structure', 'R', valueType), d.structure(d.i8(scaler), d.enumeration(unitNumber(unit))));
}
