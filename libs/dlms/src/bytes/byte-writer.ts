import { DlmsError } from '../errors.js';

const INITIAL_SIZE = 256;

/** Octets that `length` takes as an A-XDR or BER length. */
export function lengthSize(length: number): number {
  if (length < 0x80) return 1;
  if (length < 0x100) return 2;
  if (length < 0x10000) return 3;
  return length < 0x1000000 ? 4 : 5;
}

/** Writes big-endian fields into one growing buffer; values outside the field's range are INVALID_VALUE. */
export class ByteWriter {
  private buffer = Buffer.allocUnsafe(INITIAL_SIZE);
  private position = 0;

  get size(): number {
    return this.position;
  }

  u8(value: number): this {
    const at = this.grow(1);
    this.buffer[at] = checked(value, 0, 0xff);
    return this;
  }

  i8(value: number): this {
    const at = this.grow(1);
    this.buffer[at] = checked(value, -0x80, 0x7f);
    return this;
  }

  u16(value: number): this {
    const at = this.grow(2);
    this.buffer.writeUInt16BE(checked(value, 0, 0xffff), at);
    return this;
  }

  i16(value: number): this {
    const at = this.grow(2);
    this.buffer.writeInt16BE(checked(value, -0x8000, 0x7fff), at);
    return this;
  }

  u32(value: number): this {
    const at = this.grow(4);
    this.buffer.writeUInt32BE(checked(value, 0, 0xffffffff), at);
    return this;
  }

  i32(value: number): this {
    const at = this.grow(4);
    this.buffer.writeInt32BE(checked(value, -0x80000000, 0x7fffffff), at);
    return this;
  }

  u64(value: bigint): this {
    if (BigInt.asUintN(64, value) !== value) throw new DlmsError('INVALID_VALUE', 'outside uint64');
    const at = this.grow(8);
    this.buffer.writeBigUInt64BE(value, at);
    return this;
  }

  i64(value: bigint): this {
    if (BigInt.asIntN(64, value) !== value) throw new DlmsError('INVALID_VALUE', 'outside int64');
    const at = this.grow(8);
    this.buffer.writeBigInt64BE(value, at);
    return this;
  }

  f32(value: number): this {
    const at = this.grow(4);
    this.buffer.writeFloatBE(value, at);
    return this;
  }

  f64(value: number): this {
    const at = this.grow(8);
    this.buffer.writeDoubleBE(value, at);
    return this;
  }

  flag(value: boolean): this {
    return this.u8(value ? 1 : 0);
  }

  length(value: number): this {
    const octets = lengthSize(value) - 1;
    if (octets === 0) return this.u8(value);
    this.u8(0x80 + octets);
    const at = this.grow(octets);
    this.buffer.writeUIntBE(value, at, octets);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    const at = this.grow(bytes.length);
    this.buffer.set(bytes, at);
    return this;
  }

  /** Octets preceded by their length. */
  octets(bytes: Uint8Array): this {
    return this.length(bytes.length).bytes(bytes);
  }

  /** What was written. The writer must not be used afterwards: the memory is handed over, not copied. */
  finish(): Buffer {
    return this.buffer.subarray(0, this.position);
  }

  private grow(count: number): number {
    const start = this.position;
    const end = start + count;
    if (end > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(end, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, start);
      this.buffer = larger;
    }
    this.position = end;
    return start;
  }
}

function checked(value: number, minimum: number, maximum: number): number {
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw new DlmsError('INVALID_VALUE', `${value} is not an integer between ${minimum} and ${maximum}`);
  }
  return value;
}
