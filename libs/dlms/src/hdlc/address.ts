import { DlmsError } from '../errors.js';

/**
 * An address field of 1, 2 or 4 octets; the lowest bit of each octet is 1 in the last one only (ISO/IEC 13239).
 * A server's upper part selects the logical device, its lower part the physical one (IEC 62056-46: 7 bits each in 2 octets, 14 in 4).
 * A client's address has one octet, its client SAP.
 */
export interface HdlcAddress {
  readonly size: 1 | 2 | 4;
  readonly upper: number;
  /** 0 where the field has one octet. */
  readonly lower: number;
}

const SEVEN_BITS = 0x7f;
const FOURTEEN_BITS = 0x3fff;

export function clientAddress(sap: number): HdlcAddress {
  return { size: 1, upper: sap, lower: 0 };
}

/** The shortest field that holds both parts, at least `size` octets. */
export function serverAddress(upper: number, lower = 0, size: 1 | 2 | 4 = 1): HdlcAddress {
  if (size === 4 || upper > SEVEN_BITS || lower > SEVEN_BITS) return { size: 4, upper, lower };
  return { size: size === 2 || lower !== 0 ? 2 : 1, upper, lower };
}

export function sameAddress(one: HdlcAddress, other: HdlcAddress): boolean {
  return one.size === other.size && one.upper === other.upper && one.lower === other.lower;
}

export function writeAddress(out: Buffer, at: number, { size, upper, lower }: HdlcAddress): number {
  const limit = size === 4 ? FOURTEEN_BITS : SEVEN_BITS;
  if (!fits(upper, limit) || !fits(lower, size === 1 ? 0 : limit)) {
    throw new DlmsError('INVALID_VALUE', `HDLC address ${upper}/${lower} does not fit ${size} octets`);
  }
  if (size === 1) return out.writeUInt8((upper << 1) | 1, at);
  if (size === 2) return out.writeUInt8((lower << 1) | 1, out.writeUInt8(upper << 1, at));
  let next = out.writeUInt8((upper >> 7) << 1, at);
  next = out.writeUInt8((upper & SEVEN_BITS) << 1, next);
  next = out.writeUInt8((lower >> 7) << 1, next);
  return out.writeUInt8(((lower & SEVEN_BITS) << 1) | 1, next);
}

/** The address at `at`, within `end`; undefined when there is none of a size that exists. */
export function readAddress(bytes: Uint8Array, at: number, end: number): HdlcAddress | undefined {
  const parts: number[] = [];
  for (let index = at; index < end && parts.length < 4; index += 1) {
    const octet = bytes[index] ?? 0;
    parts.push(octet >> 1);
    if ((octet & 1) === 1) return addressOf(parts);
  }
  return undefined;
}

function addressOf(parts: readonly number[]): HdlcAddress | undefined {
  const [first = 0, second = 0, third = 0, fourth = 0] = parts;
  if (parts.length === 1) return { size: 1, upper: first, lower: 0 };
  if (parts.length === 2) return { size: 2, upper: first, lower: second };
  return parts.length === 4 ? { size: 4, upper: (first << 7) | second, lower: (third << 7) | fourth } : undefined;
}

function fits(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= limit;
}
