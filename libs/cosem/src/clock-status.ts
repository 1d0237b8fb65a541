/** Bits of the clock status octet that have a meaning (Blue Book, date-time). */
const bits = {
  INVALID_VALUE: 0x01,
  DOUBTFUL_VALUE: 0x02,
  DIFFERENT_CLOCK_BASE: 0x04,
  INVALID_CLOCK_STATUS: 0x08,
  DAYLIGHT_SAVING_ACTIVE: 0x80,
} as const;

export type ClockStatus = keyof typeof bits;

export const clockStatusNames = Object.keys(bits) as readonly ClockStatus[];

const notSpecified = 0xff;

/** Names of the bits that are set, lowest first; undefined for the octet FF, which says nothing. Reserved bits do not count. */
export function decodeClockStatus(status: number): ClockStatus[] | undefined {
  return status === notSpecified ? undefined : clockStatusNames.filter((name) => (status & bits[name]) !== 0);
}

/** The octet of a set of names; FF for undefined. */
export function encodeClockStatus(names: readonly ClockStatus[] | undefined): number {
  return names === undefined ? notSpecified : names.reduce((status, name) => status | bits[name], 0);
}
