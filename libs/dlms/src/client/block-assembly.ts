import { DlmsError } from '../errors.js';

/** Blocks may be empty, so their number is bounded besides their size. */
const MAX_BLOCKS = 100_000;

/** Puts together the blocks of a value: numbers from 1 on, each the next. */
export class BlockAssembly {
  private readonly pieces: Uint8Array[] = [];
  private size = 0;

  constructor(private readonly maxSize: number) {}

  /** BLOCK_NUMBER for a block out of order, LIMIT for a value that grows too large. */
  add(number: number, bytes: Uint8Array): void {
    this.expect(number);
    this.pieces.push(bytes);
    this.size += bytes.length;
    if (this.size > this.maxSize || this.pieces.length > MAX_BLOCKS) {
      throw new DlmsError('LIMIT', `block transfer of more than ${this.maxSize} octets or ${MAX_BLOCKS} blocks`);
    }
  }

  /** Checks the number of a block that carries an error instead of octets. */
  expect(number: number): void {
    const wanted = this.pieces.length + 1;
    if (number !== wanted) throw new DlmsError('BLOCK_NUMBER', `block ${number} came instead of block ${wanted}`);
  }

  whole(): Buffer {
    return Buffer.concat(this.pieces, this.size);
  }
}
