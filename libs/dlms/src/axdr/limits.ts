/** Arrays and structures may nest this deep; real meters stay below 8. */
export const MAX_NESTING = 32;

/** Values in one decoding: what a peer may make us allocate. A value takes at least one octet, a compact-array's perhaps none. */
export const MAX_VALUES = 1_000_000;

/**
 * Values that the contents of compact-arrays may expand to: packed nulls take no octets, so the input's size alone
 * does not bound them.
 */
export function maxPackedValues(octets: number): number {
  return Math.min(MAX_VALUES, 16_384 + 4 * octets);
}
