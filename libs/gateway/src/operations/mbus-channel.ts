import type { MeterOperation, MbusShortId } from '#contract';
import { decodeIdentificationNumber, decodeManufacturerId, CosemValueError, type CosemObject } from '#cosem';
import type { AttributeRef, Data } from '#dlms';
import { unreadable } from './access-result.js';
import { attributeOf } from './profile-object.js';

/** Identification number, manufacturer, version and device type of the client setup. */
const SHORT_ID = [6, 7, 8, 9];

export const shortIdRefs = (setup: CosemObject): readonly AttributeRef[] => SHORT_ID.map((attribute) => attributeOf(setup, attribute));

/** What a channel shows; a number or manufacturer that cannot be read as such stands as the number it is. */
export function shortIdOf(setup: CosemObject, values: readonly Data[], operation: MeterOperation): MbusShortId {
  const [identification = 0, manufacturer = 0, version = 0, deviceType = 0] = shortIdRefs(setup).map((ref, index) => {
    const value = values[index];
    if (value === undefined || !('value' in value) || typeof value.value !== 'number') throw unreadable(operation, ref, 'not a number');
    return value.value;
  });
  return {
    identificationNumber: textOr(identification, () => decodeIdentificationNumber(identification, setup.version === 0 ? 0 : 1)),
    manufacturerIdentification: textOr(manufacturer, () => decodeManufacturerId(manufacturer) ?? ''),
    versionIdentification: version,
    deviceTypeIdentification: deviceType,
  };
}

function textOr(raw: number, decode: () => string): string {
  try {
    return decode();
  } catch (error) {
    if (error instanceof CosemValueError) return String(raw);
    throw error;
  }
}
