import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Query } from '../port.js';
import { alarms, because, idsInPages, idsOf, meter, unless, useReadStore, type OpenReadStore } from './harness.js';

/** Cursors. */
export function pagingCompliance(open: OpenReadStore, slow?: string): void {
  describe('paging', () => {
    const opened = useReadStore(open);
    const count = 25;
    beforeEach(async () => {
      const writes = Array.from({ length: count }, (_, index) => {
        const load = index % 3 === 0 ? {} : { load: index % 5 };
        return meter(`M${String(index).padStart(2, '0')}`, index + 1, { city: index % 2 === 0 ? 'Ede' : 'Zwolle', ...load });
      });
      await opened().store.write({ writes });
    });

    const queries: readonly (readonly [string, Query])[] = [
      ['by id', {}],
      ['by id, descending', { descending: true }],
      ['by a field with ties and absent values', { sort: ['load'] }],
      ['by a field with ties and absent values, descending', { sort: ['load'], descending: true }],
      ['by two fields', { sort: ['city', 'load'] }],
      ['by two fields, descending', { sort: ['city', 'load'], descending: true }],
      ['in a range of the field', { where: [{ field: 'load', from: 1, to: 4 }], sort: ['load'] }],
      ['in a range of the field, descending', { where: [{ field: 'load', from: 1, to: 4 }], sort: ['load'], descending: true }],
      ['by a field that a condition pins', { where: [{ field: 'city', equals: 'Ede' }], sort: ['city', 'load'] }],
      ['by a prefix, descending', { where: [{ field: 'city', prefix: 'Z' }], sort: ['city', 'load'], descending: true }],
      ['under a condition', { where: [{ field: 'city', equals: 'Ede' }], sort: ['load'], descending: true }],
    ];
    it.each(queries)('answers in pages what it answers at once: %s', async (_name, query) => {
      const { store } = opened();
      const whole = idsOf(await store.find('meters', query));
      for (const limit of [1, 4, count]) expect(await idsInPages(store, { ...query, limit })).toEqual(whole);
    });

    it('has no next page when the last page is exactly full', async () => {
      const { store } = opened();
      expect((await store.find('meters', { limit: count })).next).toBeNull();
      expect((await store.find('meters', { limit: count - 1 })).next).not.toBeNull();
    });

    unless(slow)(`pages by 500 when no limit is given${because(slow)}`, async () => {
      const { store } = opened();
      await store.write({ writes: Array.from({ length: 600 }, (_, index) => meter(`X${index}`, 1, { load: 1 })) });
      const page = await store.find('meters', {});
      expect(page.items).toHaveLength(500);
      expect(page.next).not.toBeNull();
    });

    it('refuses a limit that is not a positive integer', async () => {
      const { store } = opened();
      for (const limit of [0, -1, 1.5, Number.NaN]) await expect(store.find('meters', { limit })).rejects.toThrow(RangeError);
    });

    it('neither repeats nor skips an old document while new ones arrive on both sides of the cursor', async () => {
      const { store } = opened();
      const before = idsOf(await store.find('meters', { sort: ['load'] }));
      const seen: string[] = [];
      let after: string | undefined;
      for (let round = 0; ; round += 1) {
        const page = await store.find('meters', { sort: ['load'], limit: 4, ...(after === undefined ? {} : { after }) });
        seen.push(...idsOf(page));
        if (page.next === null) break;
        after = page.next;
        await store.write({ writes: [meter(`A${round}`, 1, {}), meter(`Z${round}`, 1, { load: round })] });
      }
      expect(new Set(seen).size).toBe(seen.length);
      const old = new Set(before);
      expect(seen.filter((id) => old.has(id))).toEqual(before);
    });

    it('goes on after a cursor whose document was deleted', async () => {
      const { store } = opened();
      const first = await store.find('meters', { limit: 3 });
      await store.write({ writes: [meter('M02', 1000, null)] });
      expect(idsOf(await store.find('meters', { limit: 2, ...cursorOf(first) }))).toEqual(['M03', 'M04']);
    });

    it('keeps a cursor good after reopening', async () => {
      const under = opened();
      const first = await under.store.find('meters', { limit: 3, sort: ['load'] });
      const second = idsOf(await under.store.find('meters', { limit: 3, sort: ['load'], ...cursorOf(first) }));
      const store = (await under.reopen?.()) ?? under.store;
      await store.define([{ name: 'meters', indexes: [['load']] }]);
      expect(idsOf(await store.find('meters', { limit: 3, sort: ['load'], ...cursorOf(first) }))).toEqual(second);
    });

    it('takes a cursor under other conditions by where it stands', async () => {
      const { store } = opened();
      const sort = ['city', 'load'];
      const end = cursorOf(await store.find('meters', { where: [{ field: 'city', equals: 'Ede' }], sort, limit: 12 }));
      const inZwolle = { where: [{ field: 'city', equals: 'Zwolle' }], sort };
      expect(idsOf(await store.find('meters', { ...inZwolle, ...end }))).toEqual(idsOf(await store.find('meters', inZwolle)));
      const middle = cursorOf(await store.find('meters', { ...inZwolle, limit: 2 }));
      expect((await store.find('meters', { where: [{ field: 'city', equals: 'Ede' }], sort, ...middle })).items).toEqual([]);
      const atThree = cursorOf(await store.find('meters', { where: [{ field: 'load', from: 3 }], sort: ['load'], limit: 1 }));
      const below = await store.find('meters', { where: [{ field: 'load', from: 0, to: 3 }], sort: ['load'], ...atThree });
      expect(below.items).toEqual([]);
      const atZero = cursorOf(await store.find('meters', { where: [{ field: 'load', from: 0 }], sort: ['load'], limit: 1 }));
      const above = { where: [{ field: 'load', from: 3 }], sort: ['load'] };
      expect(idsOf(await store.find('meters', { ...above, ...atZero }))).toEqual(idsOf(await store.find('meters', above)));
    });

    it('refuses what is no cursor', async () => {
      const { store } = opened();
      const forged = Buffer.from('{"order":1}').toString('base64url');
      for (const after of ['', 'nonsense', '%%%', forged]) {
        await expect(store.find('meters', { after })).rejects.toMatchObject({ code: 'INVALID_CURSOR', name: 'ReadStoreError' });
      }
    });

    it('refuses a cursor of another order, direction or collection', async () => {
      const { store } = opened();
      const cursor = cursorOf(await store.find('meters', { limit: 1, sort: ['load'] }));
      const refused = { code: 'INVALID_CURSOR' };
      await expect(store.find('meters', { ...cursor })).rejects.toMatchObject(refused);
      await expect(store.find('meters', { ...cursor, sort: ['city'] })).rejects.toMatchObject(refused);
      await expect(store.find('meters', { ...cursor, sort: ['load'], descending: true })).rejects.toMatchObject(refused);
      const byId = cursorOf(await store.find('meters', { limit: 1 }));
      await expect(store.find(alarms.name, { ...byId })).rejects.toMatchObject(refused);
    });
  });
}

function cursorOf(page: { readonly next: string | null }): { after: string } {
  if (page.next === null) throw new Error('there is no next page');
  return { after: page.next };
}
