import { DlmsError } from '../errors.js';

const INITIAL_SIZE = 256;

/**
 * Puts pieces together by copying, so that what is held never exceeds twice what came: a view of a piece could keep
 * a much larger buffer alive.
 */
export class ByteAccumulator {
  private buffer: Buffer = Buffer.alloc(0);
  private used = 0;

  /** `limit`: octets that may come together; more is LIMIT. */
  constructor(private readonly limit: number) {}

  get size(): number {
    return this.used;
  }

  add(bytes: Uint8Array): void {
    const end = this.used + bytes.length;
    if (end > this.limit) throw new DlmsError('LIMIT', `more than ${this.limit} octets`);
    if (end > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(INITIAL_SIZE, end, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, this.used);
      this.buffer = larger;
    }
    this.buffer.set(bytes, this.used);
    this.used = end;
  }

  /** What came together; the accumulator starts anew. */
  take(): Buffer {
    const whole = this.buffer.subarray(0, this.used);
    this.buffer = Buffer.alloc(0);
    this.used = 0;
    return whole;
  }
}
