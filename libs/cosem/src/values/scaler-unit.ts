import { d, type Data } from '#dlms';

import type { ScalerUnit } from '../profiles/profile.js';
import { scale } from '../scaling.js';
import { unitNumber, unitOf, unitSymbol } from '../units.js';
import { CosemValueError } from './cosem-value-error.js';
import { fieldsOf, integerOf } from './shapes.js';

/**
 * Scaler and unit of a register, attribute 3.
 * @throws CosemValueError for another shape, or a unit that no profile uses
 */
export function decodeScalerUnit(data: Data): ScalerUnit {
  const [scaler, number] = fieldsOf(data, 2, 'scaler_unit').map((field) => integerOf(field, 'scaler_unit'));
  const unit = unitOf(number ?? -1);
  if (scaler === undefined || unit === undefined) throw new CosemValueError(`scaler_unit: unit ${number} is not known`);
  return { scaler, unit };
}

export function encodeScalerUnit({ scaler, unit }: ScalerUnit): Data {
  return d.structure(d.i8(scaler), d.enumeration(unitNumber(unit)));
}

/** A raw value as people write it: `230.1 V`; as many decimals as the scaler asks for. */
export function formatMeasured(raw: bigint | number, { scaler, unit }: ScalerUnit): string {
  return `${scale(raw, scaler)} ${unitSymbol(unit)}`.trimEnd();
}
