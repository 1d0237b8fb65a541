import { ByteAccumulator } from '../bytes/byte-accumulator.js';
import { DlmsError } from '../errors.js';

/** Blocks may be empty, so their number is bounded besides their size. */
const MAX_BLOCKS = 100_000;

/** Puts together the blocks of a value: numbers from 1 on, each the next. */
export class BlockAssembly {
  private readonly octets: ByteAccumulator;
  private last = 0;

  constructor(maxSize: number) {
    this.octets = new ByteAccumulator(maxSize);
  }

  /** BLOCK_NUMBER for a block out of order, LIMIT for a value that grows too large. */
  add(number: number, bytes: Uint8Array): void {
    this.expect(number);
    this.last = number;
    if (number > MAX_BLOCKS) throw new DlmsError('LIMIT', `block transfer of more than ${MAX_BLOCKS} blocks`);
    this.octets.add(bytes);
  }

  /** Checks the number of a block that carries an error instead of octets. */
  expect(number: number): void {
    const wanted = this.last + 1;
    if (number !== wanted) throw new DlmsError('BLOCK_NUMBER', `block ${number} came instead of block ${wanted}`);
  }

  whole(): Buffer {
    return this.octets.take();
  }
}
