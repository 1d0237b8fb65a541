import { DlmsError } from '../errors.js';

/** The same memory as a Buffer, without a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads big-endian fields in order; what lies beyond the end is MALFORMED. Octets are returned as views, not copies. */
export class ByteReader {
  readonly buffer: Buffer;
  position: number;
  /** Elements of arrays and structures announced so far, for the decoder's limits. */
  values = 0;
  /** Values and octets of compact-arrays' contents so far; shared with the readers of the contents. */
  packed = { values: 0, octets: 0 };

  constructor(bytes: Uint8Array, offset = 0) {
    this.buffer = asBuffer(bytes);
    this.position = offset;
  }

  get remaining(): number {
    return this.buffer.length - this.position;
  }

  u8(): number {
    const value = this.buffer[this.position];
    if (value === undefined) throw this.truncated(1);
    this.position += 1;
    return value;
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  u16(): number {
    return this.buffer.readUInt16BE(this.take(2));
  }

  i16(): number {
    return this.buffer.readInt16BE(this.take(2));
  }

  u32(): number {
    return this.buffer.readUInt32BE(this.take(4));
  }

  i32(): number {
    return this.buffer.readInt32BE(this.take(4));
  }

  u64(): bigint {
    return this.buffer.readBigUInt64BE(this.take(8));
  }

  i64(): bigint {
    return this.buffer.readBigInt64BE(this.take(8));
  }

  f32(): number {
    return this.buffer.readFloatBE(this.take(4));
  }

  f64(): number {
    return this.buffer.readDoubleBE(this.take(8));
  }

  /** A-XDR and BER definite length: one octet below 0x80, else 0x80+n and n octets (n up to 4). */
  length(): number {
    const first = this.u8();
    if (first < 0x80) return first;
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4) throw new DlmsError('MALFORMED', `length of ${octets} octets`);
    return this.buffer.readUIntBE(this.take(octets), octets);
  }

  bytes(count: number): Buffer {
    const start = this.take(count);
    return this.buffer.subarray(start, start + count);
  }

  /** Octets preceded by their length. */
  octets(): Buffer {
    return this.bytes(this.length());
  }

  /** All that is left. */
  rest(): Buffer {
    return this.bytes(this.remaining);
  }

  /** A BOOLEAN: anything but 0 is true. */
  flag(): boolean {
    return this.u8() !== 0;
  }

  expect(value: number, what: string): void {
    const found = this.u8();
    if (found !== value) throw new DlmsError('MALFORMED', `${what}: expected octet ${value}, found ${found}`);
  }

  private take(count: number): number {
    const start = this.position;
    if (count > this.buffer.length - start) throw this.truncated(count);
    this.position = start + count;
    return start;
  }

  private truncated(count: number): DlmsError {
    return new DlmsError('MALFORMED', `${count} octets wanted at offset ${this.position}, ${Math.max(0, this.remaining)} left`);
  }
}
