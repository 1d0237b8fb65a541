import { CosemValueError } from '../values/cosem-value-error.js';

/** Version of the M-Bus client setup: 0 keeps identification numbers as packed BCD, 1 as plain numbers. */
export type MbusClientVersion = 0 | 1;

const digits = 8;

/**
 * The eight digits of an identification number (M-Bus client setup, attribute 6).
 * @throws CosemValueError for a nibble above 9, or a number of more than eight digits
 */
export function decodeIdentificationNumber(value: number, version: MbusClientVersion): string {
  const text = (value >>> 0).toString(version === 0 ? 16 : 10).padStart(digits, '0');
  if (!isIdentificationNumber(text)) throw new CosemValueError(`identification number ${value} has not eight digits`);
  return text;
}

/**
 * The number that the client setup carries for eight digits.
 * @throws CosemValueError for another text
 */
export function encodeIdentificationNumber(text: string, version: MbusClientVersion): number {
  if (!isIdentificationNumber(text)) throw new CosemValueError(`identification number ${text} has not eight digits`);
  return Number.parseInt(text, version === 0 ? 16 : 10);
}

function isIdentificationNumber(text: string): boolean {
  return /^\d{8}$/.test(text);
}
