import type { ByteReader } from '../bytes/byte-reader.js';
import type { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';

/** Writes "0101…": the length in bits, then the bits from the most significant on, zero padded. */
export function writeBits(out: ByteWriter, bits: string): void {
  if (!/^[01]*$/.test(bits)) throw new DlmsError('INVALID_VALUE', 'a bit-string holds 0 and 1 only');
  out.length(bits.length);
  for (let start = 0; start < bits.length; start += 8) out.u8(Number.parseInt(bits.slice(start, start + 8).padEnd(8, '0'), 2));
}

const octetBits = Array.from({ length: 256 }, (_, octet) => octet.toString(2).padStart(8, '0'));

export function readBits(input: ByteReader): string {
  const count = input.length();
  let bits = '';
  for (const octet of input.bytes(Math.ceil(count / 8))) bits += octetBits[octet];
  return bits.slice(0, count);
}
