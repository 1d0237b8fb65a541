import { describe, expect, it } from '@jest/globals';
import { meter, meters, useReadStore, type OpenReadStore } from './harness.js';

/** Rows changed by compare-and-set. */
export function rowCompliance(open: OpenReadStore): void {
  describe('compare-and-set rows', () => {
    const opened = useReadStore(open);

    it('answers undefined for a row that is not there, and no rows for a table that is not', async () => {
      const { store } = opened();
      expect(await store.getRow('leases', 'p1')).toBeUndefined();
      expect(await store.rows('leases')).toEqual([]);
    });

    it('creates a row where none was expected, and answers its version', async () => {
      const { store } = opened();
      const version = await store.compareAndSet('leases', 'p1', 0, { owner: 'a' });
      expect(version).toBeGreaterThanOrEqual(1);
      expect(await store.getRow('leases', 'p1')).toEqual({ id: 'p1', version, document: { owner: 'a' } });
    });

    it('creates no row where one stands', async () => {
      const { store } = opened();
      await store.compareAndSet('leases', 'p1', 0, { owner: 'a' });
      expect(await store.compareAndSet('leases', 'p1', 0, { owner: 'b' })).toBeUndefined();
      expect((await store.getRow('leases', 'p1'))?.document).toEqual({ owner: 'a' });
    });

    it('replaces the whole document at the expected version, and the version rises', async () => {
      const { store } = opened();
      const first = await store.compareAndSet('leases', 'p1', 0, { owner: 'a', token: 1 });
      const second = await store.compareAndSet('leases', 'p1', first ?? -1, { owner: 'b' });
      expect(second).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
      expect(await store.getRow('leases', 'p1')).toEqual({ id: 'p1', version: second, document: { owner: 'b' } });
    });

    it.each([-1, 1, 7])('changes nothing at another version: %i from the right one', async (away) => {
      const { store } = opened();
      const version = (await store.compareAndSet('leases', 'p1', 0, { owner: 'a' })) ?? 0;
      const right = (await store.compareAndSet('leases', 'p1', version, { owner: 'b' })) ?? 0;
      expect(await store.compareAndSet('leases', 'p1', right + away, { owner: 'c' })).toBeUndefined();
      expect(await store.compareAndSet('leases', 'p1', right + away, null)).toBeUndefined();
      expect(await store.getRow('leases', 'p1')).toEqual({ id: 'p1', version: right, document: { owner: 'b' } });
    });

    it('never fits a version that cannot be', async () => {
      const { store } = opened();
      expect(await store.compareAndSet('leases', 'p1', -1, { owner: 'a' })).toBeUndefined();
      expect(await store.compareAndSet('leases', 'p1', -1, null)).toBeUndefined();
      expect(await store.rows('leases')).toEqual([]);
    });

    it('changes no row that is not there', async () => {
      const { store } = opened();
      expect(await store.compareAndSet('leases', 'p1', 3, { owner: 'a' })).toBeUndefined();
      expect(await store.getRow('leases', 'p1')).toBeUndefined();
    });

    it('removes at the expected version and answers 0', async () => {
      const { store } = opened();
      const version = await store.compareAndSet('leases', 'p1', 0, { owner: 'a' });
      expect(await store.compareAndSet('leases', 'p1', version ?? -1, null)).toBe(0);
      expect(await store.getRow('leases', 'p1')).toBeUndefined();
      expect(await store.rows('leases')).toEqual([]);
    });

    it('answers 0 when what shall be removed and what is expected are both nothing, undefined when a row stands', async () => {
      const { store } = opened();
      expect(await store.compareAndSet('leases', 'p1', 0, null)).toBe(0);
      await store.compareAndSet('leases', 'p1', 0, { owner: 'a' });
      expect(await store.compareAndSet('leases', 'p1', 0, null)).toBeUndefined();
      expect(await store.getRow('leases', 'p1')).toBeDefined();
    });

    it('gives no version of an id twice: one read before a removal does not fit the row that was created after it', async () => {
      const { store } = opened();
      const before = (await store.compareAndSet('leases', 'p1', 0, { owner: 'a' })) ?? 0;
      await store.compareAndSet('leases', 'p1', before, null);
      const after = await store.compareAndSet('leases', 'p1', 0, { owner: 'b' });
      expect(after).toBeGreaterThan(before);
      expect(await store.compareAndSet('leases', 'p1', before, { owner: 'late' })).toBeUndefined();
      expect((await store.getRow('leases', 'p1'))?.document).toEqual({ owner: 'b' });
    });

    it('answers all rows of a table by id, and keeps tables apart', async () => {
      const { store } = opened();
      for (const id of ['b', 'a', 'c']) await store.compareAndSet('jobs', id, 0, { id });
      await store.compareAndSet('leases', 'a', 0, { owner: 'x' });
      expect((await store.rows('jobs')).map((row) => [row.id, row.document['id']])).toEqual([
        ['a', 'a'],
        ['b', 'b'],
        ['c', 'c'],
      ]);
      expect(await store.rows('leases')).toHaveLength(1);
    });

    it('takes any text as table and id, and any document', async () => {
      const { store } = opened();
      const document = { 'a.b$c': { deep: [1, null, 'x'] }, empty: {} };
      await store.compareAndSet('read models/@4', "it's.a $key", 0, document);
      expect((await store.getRow('read models/@4', "it's.a $key"))?.document).toEqual(document);
      expect((await store.rows('read models/@4')).map((row) => row.id)).toEqual(["it's.a $key"]);
    });

    it('keeps rows beside collections of the same name, and over starting over', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 1, { city: 'Ede' })] });
      await store.compareAndSet(meters.name, 'M1', 0, { row: true });
      await store.reset('meters/1', [meters.name]);
      expect((await store.getRow(meters.name, 'M1'))?.document).toEqual({ row: true });
      expect(await store.collections()).toEqual(['alarms', 'meters']);
    });

    it('keeps rows and their versions over a reopening', async () => {
      const under = opened();
      const version = (await under.store.compareAndSet('leases', 'p1', 0, { owner: 'a' })) ?? 0;
      if (under.reopen === undefined) return;
      const store = await under.reopen();
      expect(await store.getRow('leases', 'p1')).toEqual({ id: 'p1', version, document: { owner: 'a' } });
      expect(await store.compareAndSet('leases', 'p1', version, { owner: 'b' })).toBeGreaterThan(version);
    });
  });
}
