import { describe, expect, it } from '@jest/globals';
import type { GuardedWrite, ReadStore, SweepOptions } from '../port.js';
import { idsOf, meter, useReadStore, type OpenReadStore } from './harness.js';

const expiring = (id: string, position: number, expiresAt: number): GuardedWrite => ({ ...meter(id, position, { city: 'Ede' }), expiresAt });

/** How many were removed, over as many calls as it takes. */
async function sweepAll(store: ReadStore, options: SweepOptions): Promise<number> {
  let all = 0;
  for (let removed = -1; removed !== 0; all += removed) removed = await store.sweep('meters', options);
  return all;
}

/** Expiry and the sweeping of tombstones. */
export function expiryCompliance(open: OpenReadStore): void {
  describe('expiry', () => {
    const opened = useReadStore(open);

    it('keeps an expired document readable until it is swept', async () => {
      const { store } = opened();
      await store.write({ writes: [expiring('M1', 1, 0)] });
      expect(await store.get('meters', 'M1')).toEqual({ id: 'M1', position: 1, document: { city: 'Ede' } });
      expect(await store.count('meters', [{ field: 'city', equals: 'Ede' }])).toBe(1);
    });

    it('removes what expires at or before the instant, and tells how many', async () => {
      const { store } = opened();
      const writes = [expiring('M1', 1, 999), expiring('M2', 2, 1000), expiring('M3', 3, 1001), meter('M4', 4, { city: 'Ede' })];
      await store.write({ writes });
      expect(await sweepAll(store, { now: 1000 })).toBe(2);
      expect(idsOf(await store.find('meters', {}))).toEqual(['M3', 'M4']);
      expect(await store.sweep('meters', { now: 1000 })).toBe(0);
    });

    it('takes instants as they are now', async () => {
      const { store } = opened();
      const now = Date.UTC(2026, 5, 1);
      await store.write({ writes: [expiring('M1', 1, now), expiring('M2', 2, now + 1)] });
      expect(await sweepAll(store, { now })).toBe(1);
      expect(idsOf(await store.find('meters', {}))).toEqual(['M2']);
    });

    it('goes by the last write: a new expiry replaces the old one, none takes it away', async () => {
      const { store } = opened();
      await store.write({ writes: [expiring('M1', 1, 100), expiring('M2', 1, 100), expiring('M3', 1, 900), meter('M4', 1, {})] });
      await store.write({ writes: [expiring('M1', 2, 900), meter('M2', 2, {}), expiring('M3', 2, 100), expiring('M4', 2, 100)] });
      await sweepAll(store, { now: 500 });
      expect(idsOf(await store.find('meters', {}))).toEqual(['M1', 'M2']);
    });

    it('takes no expiry from a refused write', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 5, {}), expiring('M2', 5, 900)] });
      await store.write({ writes: [expiring('M1', 5, 100), expiring('M2', 4, 100)] });
      expect(await sweepAll(store, { now: 500 })).toBe(0);
      expect(await store.count('meters')).toBe(2);
    });

    it('removes without a tombstone: what comes after is new', async () => {
      const { store } = opened();
      await store.write({ writes: [expiring('M1', 9, 100)] });
      await sweepAll(store, { now: 100 });
      expect(await store.get('meters', 'M1')).toBeUndefined();
      await store.write({ writes: [meter('M1', 2, { city: 'Zwolle' })] });
      expect((await store.get('meters', 'M1'))?.position).toBe(2);
    });

    it('removes tombstones at or below a position, no documents', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 4, null), meter('M2', 5, null), meter('M3', 6, null), meter('M4', 1, {})] });
      expect(await sweepAll(store, { tombstonesUpTo: 5 })).toBe(2);
      await store.write({ writes: ['M1', 'M2', 'M3'].map((id) => meter(id, 3, {})) });
      expect(idsOf(await store.find('meters', {}))).toEqual(['M1', 'M2', 'M4']);
    });

    it('leaves tombstones when only expiry is asked for, and documents that expire when only tombstones are', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 9, null), expiring('M2', 1, 100)] });
      expect(await sweepAll(store, { now: 1000 })).toBe(1);
      await store.write({ writes: [meter('M1', 8, {}), expiring('M2', 1, 100)] });
      expect(idsOf(await store.find('meters', {}))).toEqual(['M2']);
      expect(await sweepAll(store, { tombstonesUpTo: 100 })).toBe(1);
      expect(idsOf(await store.find('meters', {}))).toEqual(['M2']);
    });

    it('forgets the expiry of what was deleted: the tombstone does not expire', async () => {
      const { store } = opened();
      await store.write({ writes: [expiring('M1', 1, 100)] });
      await store.write({ writes: [{ ...meter('M1', 9, null), expiresAt: 100 }] });
      expect(await sweepAll(store, { now: 1000 })).toBe(0);
      await store.write({ writes: [meter('M1', 8, {})] });
      expect(await store.get('meters', 'M1')).toBeUndefined();
    });

    it('sweeps both kinds in one go', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 4, null), expiring('M2', 1, 100), meter('M3', 1, {})] });
      expect(await sweepAll(store, { now: 100, tombstonesUpTo: 4 })).toBe(2);
      expect(idsOf(await store.find('meters', {}))).toEqual(['M3']);
    });

    it('sweeps nothing when nothing is asked for', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 4, null), expiring('M2', 1, 100)] });
      expect(await store.sweep('meters', {})).toBe(0);
    });

    it('leaves other collections alone', async () => {
      const { store } = opened();
      await store.write({ writes: [{ collection: 'alarms', id: 'A1', position: 1, document: {}, expiresAt: 1 }] });
      expect(await sweepAll(store, { now: 100 })).toBe(0);
      expect(await store.count('alarms')).toBe(1);
    });

    it('refuses unknown collections', async () => {
      await expect(opened().store.sweep('nowhere', { now: 1 })).rejects.toMatchObject({ code: 'UNKNOWN_COLLECTION' });
    });
  });
}
