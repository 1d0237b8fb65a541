/** A value on its way out in blocks; numbers start at 1. */
export class OutgoingBlocks {
  private offset = 0;
  private number = 0;

  constructor(private readonly value: Uint8Array) {}

  /** Number of the block sent last. */
  get current(): number {
    return this.number;
  }

  /** The next block of at most `size` octets. */
  next(size: number): { readonly last: boolean; readonly number: number; readonly bytes: Uint8Array } {
    const end = Math.min(this.value.length, this.offset + size);
    const bytes = this.value.subarray(this.offset, end);
    this.offset = end;
    this.number += 1;
    return { last: end === this.value.length, number: this.number, bytes };
  }
}
