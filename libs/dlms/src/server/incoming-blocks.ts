import type { DataBlock } from '../apdu/descriptors.js';
import { ByteAccumulator } from '../bytes/byte-accumulator.js';

/** Largest value that a client may build up from blocks, octets. */
const MAX_VALUE = 1 << 20;
/** Blocks may be empty, so their number is bounded besides their size. */
const MAX_BLOCKS = 100_000;

/** A value that a client sends in blocks, and what is to be done with it. */
export class IncomingBlocks<Target> {
  private readonly octets = new ByteAccumulator(MAX_VALUE);
  private last = 0;

  constructor(readonly target: Target) {}

  /** False when the block is out of order or the value grows too large: the transfer is over. */
  add(block: DataBlock): boolean {
    if (block.number !== this.last + 1 || block.number > MAX_BLOCKS || this.octets.size + block.bytes.length > MAX_VALUE) return false;
    this.last = block.number;
    this.octets.add(block.bytes);
    return true;
  }

  whole(): Buffer {
    return this.octets.take();
  }
}
