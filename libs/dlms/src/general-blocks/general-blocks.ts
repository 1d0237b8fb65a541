import { GENERAL_BLOCK_HEADER, type GeneralBlock } from '../apdu/general-block.js';
import { ByteAccumulator } from '../bytes/byte-accumulator.js';
import { DlmsError } from '../errors.js';

/** Block numbers have 16 bits. */
const MAX_BLOCKS = 0xffff;

/** What a received block led to. */
export interface BlockStep {
  /** Blocks to be sent, in order. */
  readonly send: readonly GeneralBlock[];
  /** The APDU that is complete now. */
  readonly whole?: Uint8Array;
  /** Number and size of the block, if it brought something new. */
  readonly progress?: { readonly number: number; readonly bytes: number };
}

interface Outgoing {
  readonly apdu: Uint8Array;
  readonly size: number;
  readonly count: number;
  /** Number of the last block sent, and of the last acknowledged. */
  sent: number;
  acknowledged: number;
}

/**
 * General block transfer (Green Book, 9.4.6.13) in both directions, the same for both sides: cuts one APDU at a time into blocks,
 * streams as many as the other side takes, repeats from the first that it missed; and puts together what comes.
 */
export class GeneralBlocks {
  private outgoing: Outgoing | undefined;
  /** Until the other side tells, it takes one block at a time. */
  private peerWindow = 1;
  private acknowledgements = 0;
  private received = 0;
  private readonly incoming: ByteAccumulator;

  constructor(
    /** Blocks that the other side may send at once, 1..63. */
    private readonly window: number,
    /** Largest APDU that may be put together. */
    maxSize: number,
  ) {
    this.incoming = new ByteAccumulator(maxSize);
  }

  /** Starts to send an APDU in blocks that are no longer than `room`. What was under way is given up. */
  begin(apdu: Uint8Array, room: number): GeneralBlock[] {
    const size = room - GENERAL_BLOCK_HEADER;
    if (size < 1) throw new DlmsError('PDU_TOO_LONG', `no room for a block within ${room} octets`);
    const count = Math.ceil(apdu.length / size);
    if (count > MAX_BLOCKS) throw new DlmsError('LIMIT', `${count} blocks are more than a transfer can have`);
    this.outgoing = { apdu, size, count, sent: 0, acknowledged: 0 };
    return this.burst(this.outgoing);
  }

  /** BLOCK_NUMBER for the acknowledgement of what was not sent, LIMIT for an APDU that grows too large. */
  receive(block: GeneralBlock): BlockStep {
    this.peerWindow = Math.max(1, block.window);
    const { outgoing } = this;
    if (outgoing !== undefined) {
      if (block.acknowledged > outgoing.sent) throw new DlmsError('BLOCK_NUMBER', `block ${block.acknowledged} was acknowledged and never sent`);
      outgoing.acknowledged = block.acknowledged;
      if (outgoing.acknowledged === outgoing.count) this.outgoing = undefined;
      else if (block.bytes.length === 0) return { send: block.streaming ? [] : this.burst(outgoing) };
    }
    // An acknowledgement without octets is not a block of anything.
    if (block.bytes.length === 0 && (outgoing !== undefined || this.received === 0)) return { send: [] };
    this.outgoing = undefined;
    return this.take(block);
  }

  private take(block: GeneralBlock): BlockStep {
    const wanted = block.number === this.received + 1;
    if (wanted) {
      this.received = block.number;
      this.incoming.add(block.bytes);
    }
    const progress = wanted ? { progress: { number: block.number, bytes: block.bytes.length } } : {};
    if (wanted && block.last) {
      this.received = 0;
      this.acknowledgements = 0;
      return { send: [], whole: this.incoming.take(), ...progress };
    }
    return { send: block.streaming ? [] : [this.acknowledgement()], ...progress };
  }

  /** Hands over the turn, and tells what came so far. */
  private acknowledgement(): GeneralBlock {
    this.acknowledgements = (this.acknowledgements + 1) & MAX_BLOCKS;
    const { acknowledgements: number, received: acknowledged, window } = this;
    return { kind: 'general-block', last: true, streaming: false, window, number, acknowledged, bytes: new Uint8Array(0) };
  }

  private burst(outgoing: Outgoing): GeneralBlock[] {
    const first = outgoing.acknowledged + 1;
    const end = Math.min(outgoing.count, outgoing.acknowledged + this.peerWindow);
    outgoing.sent = Math.max(outgoing.sent, end);
    return Array.from({ length: end - first + 1 }, (_, index): GeneralBlock => {
      const number = first + index;
      const bytes = outgoing.apdu.subarray((number - 1) * outgoing.size, number * outgoing.size);
      const last = number === outgoing.count;
      return { kind: 'general-block', last, streaming: number < end, window: this.window, number, acknowledged: this.received, bytes };
    });
  }
}
