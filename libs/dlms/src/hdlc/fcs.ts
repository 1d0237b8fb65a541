const POLYNOMIAL = 0x8408;
const INITIAL = 0xffff;

const table = Uint16Array.from({ length: 256 }, (_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/** Frame check sequence of ISO/IEC 13239 (CRC-16/X.25) over `bytes[start, end)`; sent low octet first. */
export function checkSequence(bytes: Uint8Array, start: number, end: number): number {
  let value = INITIAL;
  for (let at = start; at < end; at += 1) value = (value >>> 8) ^ (table[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return value ^ 0xffff;
}
