import type { Unit } from './units.js';

/**
 * A raw integer times a power of ten, in plain notation and without rounding: as many decimals as the scaler asks for,
 * trailing zeros kept, so that the text shows the meter's resolution.
 * @param value raw value of a register; a number must be a safe integer
 * @param scaler power of ten, -128..127
 */
export function scale(value: bigint | number, scaler: number): string {
  const raw = toInteger(value);
  const digits = (raw < 0n ? -raw : raw).toString();
  const sign = raw < 0n ? '-' : '';
  if (scaler >= 0) return raw === 0n ? '0' : sign + digits + '0'.repeat(scaler);
  const padded = digits.padStart(1 - scaler, '0');
  return `${sign}${padded.slice(0, scaler)}.${padded.slice(scaler)}`;
}

/**
 * A raw energy value in kWh: 10001 with scaler 0 and unit Wh is `10.001`.
 * @throws RangeError for a unit other than Wh, which no energy register has
 */
export function scaleToKwh(value: bigint | number, scaler: number, unit: Unit): string {
  if (unit !== 'WH') throw new RangeError(`unit ${unit} is not an energy in Wh`);
  return scale(value, scaler - 3);
}

/**
 * A raw volume in m3 (corrected or not, or a meter that names no unit).
 * @throws RangeError for any other unit
 */
export function scaleToM3(value: bigint | number, scaler: number, unit: Unit): string {
  if (unit !== 'M3' && unit !== 'M3_CORRECTED' && unit !== 'COUNT') throw new RangeError(`unit ${unit} is not a volume`);
  return scale(value, scaler);
}

function toInteger(value: bigint | number): bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('raw value is not a safe integer');
  return BigInt(value);
}
