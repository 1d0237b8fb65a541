/** Bits of the AMR profile status octet, least significant first (DSMR P3 companion standard). */
export const amrStatusNames = [
  'CRITICAL_ERROR',
  'CLOCK_INVALID',
  'DATA_NOT_VALID',
  'DAYLIGHT_SAVING',
  'NOT_USED',
  'CLOCK_ADJUSTED',
  'RECOVERED_VALUE',
  'POWER_DOWN',
] as const;

export type AmrStatus = (typeof amrStatusNames)[number];

/** Names of the bits that are set, lowest bit first; only the low eight bits count. */
export function decodeAmrStatus(bits: number): AmrStatus[] {
  return amrStatusNames.filter((_, bit) => (bits & (1 << bit)) !== 0);
}

/** The octet of a set of names. */
export function encodeAmrStatus(names: readonly AmrStatus[]): number {
  return names.reduce((bits, name) => bits | (1 << amrStatusNames.indexOf(name)), 0);
}
