import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GeneralBlock } from '../apdu/general-block.js';
import { GeneralBlocks } from './general-blocks.js';

const octets = (size: number): Buffer => Buffer.from(Array.from({ length: size }, (_, index) => index & 0xff));

/** Sends one APDU from one side to the other over a line that loses some blocks; a lost turn is taken up by the sender's last blocks again. */
function transfer(apdu: Uint8Array, room: number, window: number, lost: (block: number) => boolean): Uint8Array | undefined {
  const [sender, receiver] = [new GeneralBlocks(5, 1 << 20), new GeneralBlocks(window, 1 << 20)];
  let count = 0;
  let whole: Uint8Array | undefined;
  const toReceiver = (blocks: readonly GeneralBlock[]): void => {
    for (const block of blocks) {
      count += 1;
      // The block with the turn must arrive: who loses that waits for a timeout, which is not part of this.
      if (block.streaming && lost(count)) continue;
      const step = receiver.receive(block);
      whole = step.whole ?? whole;
      for (const answer of step.send) toReceiver(sender.receive(answer).send);
    }
  };
  toReceiver(sender.begin(apdu, room));
  return whole;
}

describe('general block transfer', () => {
  it('carries any APDU in blocks of any size and windows of any width, repeating what is lost', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 40, max: 500 }),
        fc.integer({ min: 1, max: 63 }),
        fc.array(fc.boolean()),
        (size, room, window, losses) => {
          const lost = (block: number): boolean => losses[block] ?? false;
          expect(transfer(octets(size), room, window, lost)).toEqual(octets(size));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('streams no more than the other side takes, and one block before that is known', () => {
    const sender = new GeneralBlocks(5, 1000);
    const first = sender.begin(octets(1000), 109);
    expect(first.map(({ number, streaming }) => [number, streaming])).toEqual([[1, false]]);
    const ack: GeneralBlock = { kind: 'general-block', last: true, streaming: false, window: 3, number: 1, acknowledged: 1, bytes: octets(0) };
    expect(sender.receive(ack).send.map(({ number, streaming }) => [number, streaming])).toEqual([
      [2, true],
      [3, true],
      [4, false],
    ]);
  });

  it('ends for a block that was never sent and for an APDU that is too large', () => {
    const sender = new GeneralBlocks(1, 100);
    sender.begin(octets(100), 50);
    const ack: GeneralBlock = { kind: 'general-block', last: true, streaming: false, window: 1, number: 1, acknowledged: 2, bytes: octets(0) };
    expect(() => sender.receive(ack)).toThrow(expect.objectContaining({ code: 'BLOCK_NUMBER' }));
    const receiver = new GeneralBlocks(1, 100);
    const large: GeneralBlock = { ...ack, last: false, acknowledged: 0, bytes: octets(101) };
    expect(() => receiver.receive(large)).toThrow(expect.objectContaining({ code: 'LIMIT' }));
    expect(() => sender.begin(octets(100), 9)).toThrow(expect.objectContaining({ code: 'PDU_TOO_LONG' }));
  });
});
