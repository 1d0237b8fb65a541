import { CosemValueError } from '../values/cosem-value-error.js';

const beforeA = 64;
const letters = 26;

/**
 * The three letters of a manufacturer (EN 13757-3: five bits each, A = 1); undefined for 0, which means none.
 * @throws CosemValueError for five bits that are no letter
 */
export function decodeManufacturerId(value: number): string | undefined {
  if (value === 0) return undefined;
  const codes = [(value >>> 10) & 0x3f, (value >>> 5) & 0x1f, value & 0x1f];
  if (codes.some((code) => code < 1 || code > letters)) throw new CosemValueError(`manufacturer id ${value} has not three letters`);
  return String.fromCharCode(...codes.map((code) => code + beforeA));
}

/**
 * The number of three capital letters; 0 for undefined.
 * @throws CosemValueError for another text
 */
export function encodeManufacturerId(text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^[A-Z]{3}$/.test(text)) throw new CosemValueError(`manufacturer ${text} has not three capital letters`);
  return text.split('').reduce((value, letter) => value * 32 + letter.charCodeAt(0) - beforeA, 0);
}
