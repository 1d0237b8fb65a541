import type { DataBlock } from '../apdu/descriptors.js';

/** Largest value that a client may build up from blocks, octets. */
const MAX_VALUE = 1 << 20;

/** A value that a client sends in blocks, and what is to be done with it. */
export class IncomingBlocks<Target> {
  private readonly pieces: Uint8Array[] = [];
  private size = 0;

  constructor(readonly target: Target) {}

  /** False when the block is out of order or the value grows too large: the transfer is over. */
  add(block: DataBlock): boolean {
    if (block.number !== this.pieces.length + 1) return false;
    this.pieces.push(Buffer.from(block.bytes));
    this.size += block.bytes.length;
    return this.size <= MAX_VALUE;
  }

  whole(): Buffer {
    return Buffer.concat(this.pieces, this.size);
  }
}
