import { describe, expect, it } from '@jest/globals';
import { because, meter, unless, useReadStore, type OpenReadStore } from './harness.js';

const WRITERS = 12;

/** Several writers at once. `knownFault`: why what the store runs on cannot keep them apart. */
export function concurrencyCompliance(open: OpenReadStore, knownFault?: string): void {
  describe('concurrent writers', () => {
    const opened = useReadStore(open);
    const atomic = unless(knownFault);
    const but = because(knownFault);
    const owners = Array.from({ length: WRITERS }, (_, index) => `w${index}`);

    atomic(`the highest position stands when many write one document${but}`, async () => {
      const { store } = opened();
      const positions = [3, 12, 7, 1, 20, 15, 2, 9];
      await Promise.all(positions.map(async (position) => store.write({ writes: [meter('M1', position, { load: position })] })));
      expect(await store.get('meters', 'M1')).toEqual({ id: 'M1', position: 20, document: { load: 20 } });
    });

    atomic(`the highest position stands when batches overlap, and the furthest checkpoint${but}`, async () => {
      const { store } = opened();
      const batch = async (first: number): Promise<void> => {
        const writes = [0, 1, 2, 3].map((index) => meter(`M${(first + index) % 5}`, first + index, { load: first + index }));
        await store.write({ writes, checkpoint: { projection: 'meters/1', position: first + 3 } });
      };
      await Promise.all([1, 4, 2, 8, 3, 6].map(batch));
      const found = await store.find('meters', { sort: ['load'] });
      expect(found.items.map((item) => [item.id, item.position])).toEqual([
        ['M2', 7],
        ['M3', 8],
        ['M4', 9],
        ['M0', 10],
        ['M1', 11],
      ]);
      expect(await store.checkpoint('meters/1')).toBe(11);
    });

    atomic(`one of many wins that expect the same version of a row${but}`, async () => {
      const { store } = opened();
      const start = (await store.compareAndSet('leases', 'p1', 0, { owner: 'none' })) ?? 0;
      const answers = await Promise.all(owners.map(async (owner) => store.compareAndSet('leases', 'p1', start, { owner })));
      const winners = owners.filter((_owner, index) => answers[index] !== undefined);
      expect(winners).toHaveLength(1);
      expect((await store.getRow('leases', 'p1'))?.document).toEqual({ owner: winners[0] });
    });

    it('one of many wins that create the same row', async () => {
      const { store } = opened();
      const answers = await Promise.all(owners.map(async (owner) => store.compareAndSet('leases', 'new', 0, { owner })));
      const winners = owners.filter((_owner, index) => answers[index] !== undefined);
      expect(winners).toHaveLength(1);
      expect((await store.getRow('leases', 'new'))?.document).toEqual({ owner: winners[0] });
    });

    atomic(`one of many wins that create a row anew which was removed${but}`, async () => {
      const { store } = opened();
      const version = (await store.compareAndSet('leases', 'p1', 0, { owner: 'none' })) ?? 0;
      await store.compareAndSet('leases', 'p1', version, null);
      const answers = await Promise.all(owners.map(async (owner) => store.compareAndSet('leases', 'p1', 0, { owner })));
      const winners = owners.filter((_owner, index) => answers[index] !== undefined);
      expect(winners).toHaveLength(1);
      expect((await store.getRow('leases', 'p1'))?.document).toEqual({ owner: winners[0] });
    });

    atomic(`a row counts without loss when all try again until they win${but}`, async () => {
      const { store } = opened();
      const add = async (): Promise<void> => {
        for (;;) {
          const row = await store.getRow<{ readonly count: number }>('counters', 'c');
          const count = (row?.document.count ?? 0) + 1;
          if ((await store.compareAndSet('counters', 'c', row?.version ?? 0, { count })) !== undefined) return;
        }
      };
      await Promise.all(Array.from({ length: 6 }, add));
      expect((await store.getRow('counters', 'c'))?.document).toEqual({ count: 6 });
    });

    atomic(`aliases that are pointed at the same moment are all pointed${but}`, async () => {
      const { store } = opened();
      await Promise.all(owners.map(async (alias) => store.pointAliases({ [alias]: 'meters' })));
      expect(Object.keys(await store.aliases()).toSorted()).toEqual(owners.toSorted());
    });
  });
}
