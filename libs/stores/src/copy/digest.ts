import { createHash } from 'node:crypto';

const MODULUS = 1n << 256n;

/** What a set of entries is, whatever their order: their number, and the sum of their SHA-256 modulo 2^256. */
export interface Digest {
  readonly count: number;
  readonly sum: string;
}

/** @param entries sealed entries: flat objects of texts, numbers, booleans and bytes */
export async function digestOf(entries: AsyncIterable<object>): Promise<Digest> {
  let count = 0;
  let sum = 0n;
  for await (const entry of entries) {
    const hash = createHash('sha256').update(spelled(entry)).digest('hex');
    sum = (sum + BigInt(`0x${hash}`)) % MODULUS;
    count++;
  }
  return { count, sum: sum.toString(16) };
}

/** Keys in order and bytes in hex, so that it does not matter which adapter made the object. */
function spelled(value: unknown): string {
  if (value instanceof Uint8Array) return `x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, field]) => `${key}:${spelled(field)}`).join(',')}}`;
}
