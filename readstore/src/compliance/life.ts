import { describe, expect, it } from '@jest/globals';
import type { Document } from '../port.js';
import { alarms, idsOf, meter, meters, useReadStore, type OpenReadStore } from './harness.js';

/** Defining, reopening, closing. */
export function lifeCompliance(open: OpenReadStore): void {
  describe('life of a store', () => {
    const opened = useReadStore(open);

    it('is defined again without loss', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 1, { city: 'Ede' })] });
      await store.define([meters, alarms]);
      await store.define([meters]);
      expect(idsOf(await store.find('meters', { where: [{ field: 'city', equals: 'Ede' }] }))).toEqual(['M1']);
    });

    it('adds an index with new fields to a collection that has documents', async () => {
      const { store } = opened();
      await store.write({
        writes: [
          meter('M1', 1, { city: 'Ede', colour: 'red', wired: true }),
          meter('M2', 2, { city: 'Ede', colour: 'blue', wired: false }),
          meter('M3', 3, { city: 'Ede', colour: null }),
          meter('M4', 4, null),
        ],
      });
      await store.define([{ name: 'meters', indexes: [['colour'], ['wired', 'city']] }]);
      expect(idsOf(await store.find('meters', { sort: ['colour'] }))).toEqual(['M3', 'M2', 'M1']);
      expect(await store.count('meters', [{ field: 'wired', equals: 0 }])).toBe(1);
      expect(await store.count('meters', [{ field: 'wired', equals: 1 }])).toBe(1);
      expect(await store.count('meters', [{ field: 'wired', equals: null }])).toBe(1);
      await store.write({ writes: [meter('M5', 5, { colour: 'amber' })] });
      expect(idsOf(await store.find('meters', { sort: ['colour'] }))).toEqual(['M3', 'M5', 'M2', 'M1']);
    });

    it('finds by fields whose indexes come later, before they are there and after', async () => {
      const { store } = opened();
      const later = { name: 'later', indexes: [['city'], ['load', 'city']] };
      const write = (id: string, position: number, document: Document | null) => ({ collection: 'later', id, position, document });
      const found = async () => idsOf(await store.find('later', { where: [{ field: 'city', equals: 'Ede' }], sort: ['load'] }));
      await store.define([later], { indexes: 'later' });
      await store.write({ writes: [write('M1', 1, { city: 'Ede', load: 2 }), write('M2', 2, { city: 'Ede', load: 1 }), write('M3', 3, null)] });
      expect(await found()).toEqual(['M2', 'M1']);
      for (const index of later.indexes) await store.define([{ name: 'later', indexes: [index] }]);
      expect(await found()).toEqual(['M2', 'M1']);
      await store.write({ writes: [write('M2', 4, { city: 'Ede', load: 3 }), write('M4', 5, { city: 'Ede' }), write('M1', 6, null)] });
      expect(await found()).toEqual(['M4', 'M2']);
      await store.define([later], { indexes: 'later' });
      expect(await found()).toEqual(['M4', 'M2']);
    });

    it('keeps the earlier fields of a collection that is defined again with others', async () => {
      const { store } = opened();
      await store.define([{ name: 'meters', indexes: [['colour']] }]);
      await store.write({ writes: [meter('M1', 1, { city: 'Ede', colour: 'red' })] });
      expect(
        await store.count('meters', [
          { field: 'city', equals: 'Ede' },
          { field: 'colour', equals: 'red' },
        ]),
      ).toBe(1);
    });

    it('takes a collection without indexes, and awkward names', async () => {
      const { store } = opened();
      await store.define([
        { name: 'plain', indexes: [] },
        { name: 'meter reads/2', indexes: [['select', 'of.kind']] },
      ]);
      await store.write({
        writes: [
          { collection: 'plain', id: 'P', position: 1, document: { a: 1 } },
          { collection: 'meter reads/2', id: 'R', position: 1, document: { select: 1, 'of.kind': 'DAILY' } },
        ],
      });
      expect(idsOf(await store.find('plain', {}))).toEqual(['P']);
      expect(idsOf(await store.find('meter reads/2', { where: [{ field: 'of.kind', equals: 'DAILY' }], sort: ['select'] }))).toEqual(['R']);
    });

    it('takes an index that is named twice', async () => {
      const { store } = opened();
      await store.define([{ name: 'plain', indexes: [['a'], ['b'], ['a']] }]);
      await store.define([{ name: 'plain', indexes: [['b'], ['b'], ['c']] }]);
      await store.write({ writes: [{ collection: 'plain', id: 'P', position: 1, document: { a: 1, c: 3 } }] });
      expect(idsOf(await store.find('plain', { where: [{ field: 'a', equals: 1 }], sort: ['c'] }))).toEqual(['P']);
    });

    it('keeps documents, tombstones and checkpoints over a reopening', async () => {
      const under = opened();
      await under.store.write({
        writes: [meter('M1', 4, { city: 'Ede' }), meter('M2', 9, null)],
        checkpoint: { projection: 'meters/1', position: 9 },
      });
      if (under.reopen === undefined) return;
      const store = await under.reopen();
      await store.define([meters, alarms]);
      await store.write({ writes: [meter('M2', 8, { city: 'Ede' })] });
      expect(await store.get('meters', 'M1')).toEqual({ id: 'M1', position: 4, document: { city: 'Ede' } });
      expect(idsOf(await store.find('meters', { where: [{ field: 'city', equals: 'Ede' }] }))).toEqual(['M1']);
      expect(await store.checkpoint('meters/1')).toBe(9);
    });

    it('keeps a field in step that only an earlier opening has declared', async () => {
      const under = opened();
      await under.store.write({ writes: [meter('M1', 1, { city: 'Ede', load: 1 }), meter('M2', 1, { city: 'Ede' })] });
      if (under.reopen === undefined) return;
      const store = await under.reopen();
      await store.define([{ name: 'meters', indexes: [['load']] }]);
      await store.write({ writes: [meter('M1', 2, { city: 'Zwolle', load: 2 }), meter('M3', 2, { city: 'Zwolle' })] });
      await store.define([meters]);
      expect(idsOf(await store.find('meters', { where: [{ field: 'city', equals: 'Zwolle' }] }))).toEqual(['M1', 'M3']);
      expect(idsOf(await store.find('meters', { where: [{ field: 'city', equals: 'Ede' }] }))).toEqual(['M2']);
    });

    it('wants its collections defined after a reopening', async () => {
      const under = opened();
      if (under.reopen === undefined) return;
      const store = await under.reopen();
      await expect(store.get('meters', 'M1')).rejects.toMatchObject({ code: 'UNKNOWN_COLLECTION' });
    });

    it('refuses everything after close, and may be closed twice', async () => {
      const { store } = opened();
      await store.close();
      await store.close();
      const refused = { code: 'STORE_CLOSED', name: 'ReadStoreError' };
      await expect(store.define([meters])).rejects.toMatchObject(refused);
      await expect(store.write({ writes: [] })).rejects.toMatchObject(refused);
      await expect(store.get('meters', 'M1')).rejects.toMatchObject(refused);
      await expect(store.getMany('meters', ['M1'])).rejects.toMatchObject(refused);
      await expect(store.find('meters', {})).rejects.toMatchObject(refused);
      await expect(store.count('meters')).rejects.toMatchObject(refused);
      await expect(store.checkpoint('meters/1')).rejects.toMatchObject(refused);
      await expect(store.reset('meters/1', [])).rejects.toMatchObject(refused);
      await expect(store.forgetCheckpoint('meters/1')).rejects.toMatchObject(refused);
      await expect(store.getRow('leases', 'p1')).rejects.toMatchObject(refused);
      await expect(store.rows('leases')).rejects.toMatchObject(refused);
      await expect(store.compareAndSet('leases', 'p1', 0, {})).rejects.toMatchObject(refused);
      await expect(store.pointAliases({})).rejects.toMatchObject(refused);
      await expect(store.aliases()).rejects.toMatchObject(refused);
      await expect(store.drop([])).rejects.toMatchObject(refused);
      await expect(store.collections()).rejects.toMatchObject(refused);
      await expect(store.sweep('meters', {})).rejects.toMatchObject(refused);
    });
  });
}
