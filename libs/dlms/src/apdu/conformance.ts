import { DlmsError } from '../errors.js';

/** Conformance bits; bit 0 is the most significant bit of the first of three octets. */
export const CONFORMANCE_BITS = {
  'general-protection': 1,
  'general-block-transfer': 2,
  read: 3,
  write: 4,
  'unconfirmed-write': 5,
  'delta-value-encoding': 6,
  'attribute0-with-set': 8,
  'priority-management': 9,
  'attribute0-with-get': 10,
  'block-transfer-with-get': 11,
  'block-transfer-with-set': 12,
  'block-transfer-with-action': 13,
  'multiple-references': 14,
  'information-report': 15,
  'data-notification': 16,
  access: 17,
  'parameterized-access': 18,
  get: 19,
  set: 20,
  'selective-access': 21,
  'event-notification': 22,
  action: 23,
} as const;

export type ConformanceBit = keyof typeof CONFORMANCE_BITS;

/** Conformance as the 24-bit number of its three octets: 0x405E9D. */
export type Conformance = number;

export function conformanceOf(...bits: readonly ConformanceBit[]): Conformance {
  return bits.reduce((sum, bit) => sum | (1 << (23 - CONFORMANCE_BITS[bit])), 0);
}

export function hasConformance(conformance: Conformance, bit: ConformanceBit): boolean {
  return (conformance & (1 << (23 - CONFORMANCE_BITS[bit]))) !== 0;
}

export function conformanceBits(conformance: Conformance): ConformanceBit[] {
  return (Object.keys(CONFORMANCE_BITS) as ConformanceBit[]).filter((bit) => hasConformance(conformance, bit));
}

/** "401E5D" → the conformance. */
export function parseConformance(hex: string): Conformance {
  if (!/^[0-9a-fA-F]{6}$/.test(hex)) throw new DlmsError('INVALID_VALUE', 'conformance is three octets of hex');
  return Number.parseInt(hex, 16);
}
