import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InFlight } from './in-flight.js';

/** Work that the test ends by hand. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { begun: false, promise, resolve, reject };
}

describe('what is in flight', () => {
  it('begins at once while there is room', () => {
    const inFlight = new InFlight(2, 100);
    let begun = 0;
    void inFlight.run(1, async () => {
      begun++;
    });
    expect(begun).toBe(1);
  });

  it('never exceeds the bounds, begins in order, and all of it ends, failures too', async () => {
    const items = fc.record({ bytes: fc.integer({ min: 1, max: 150 }), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(items, { maxLength: 30 }), async (all) => {
        const inFlight = new InFlight(3, 100);
        const begun: number[] = [];
        let count = 0;
        let bytes = 0;
        const runs = all.map((item, index) =>
          inFlight.run(item.bytes, async () => {
            begun.push(index);
            count++;
            bytes += item.bytes;
            expect(count).toBeLessThanOrEqual(3);
            expect(bytes <= 100 || count === 1).toBe(true);
            await Promise.resolve();
            count--;
            bytes -= item.bytes;
            if (item.fails) throw new Error('fails');
          }),
        );
        const ends = await Promise.allSettled(runs);
        expect(begun).toEqual(all.map((_, index) => index));
        expect(ends.map(({ status }) => status)).toEqual(all.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')));
      }),
    );
  });

  it('lets the next one in when one ends', async () => {
    const inFlight = new InFlight(1, 100);
    const first = work();
    const order: string[] = [];
    const runs = [
      inFlight.run(1, async () => first.promise),
      inFlight.run(1, async () => {
        order.push('second');
      }),
    ];
    await Promise.resolve();
    expect(order).toEqual([]);
    first.resolve();
    await Promise.all(runs);
    expect(order).toEqual(['second']);
  });
});
