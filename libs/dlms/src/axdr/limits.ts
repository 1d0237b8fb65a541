/** Arrays and structures may nest this deep; real meters stay below 8. */
export const MAX_NESTING = 32;

/** Values that the contents of compact-arrays may expand to in one decoding: packed nulls take no octets, so the input's size does not bound them. */
export const MAX_PACKED_VALUES = 1_000_000;
