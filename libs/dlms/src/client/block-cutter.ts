import type { DataBlock } from '../apdu/descriptors.js';
import { DlmsError } from '../errors.js';

/** LL of a block's raw-data, at most. */
const LENGTH_SIZE = 3;

/** Cuts an encoded value into blocks for a server that takes only so much at once. */
export class BlockCutter {
  private offset = 0;
  private number = 0;

  constructor(private readonly value: Uint8Array) {}

  /** Number of the last block cut; the server acknowledges it. */
  get current(): number {
    return this.number;
  }

  get finished(): boolean {
    return this.number > 0 && this.offset === this.value.length;
  }

  /** The next block of an APDU that may hold `room` octets and needs `header` of them without the block's raw-data. */
  next(room: number, header: number): DataBlock {
    const size = room - header - LENGTH_SIZE;
    if (size < 1) throw new DlmsError('PDU_TOO_LONG', `no room for a block within ${room} octets`);
    const end = Math.min(this.value.length, this.offset + size);
    const bytes = this.value.subarray(this.offset, end);
    this.offset = end;
    this.number += 1;
    return { last: end === this.value.length, number: this.number, bytes };
  }
}
