import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CollectionDefinition, ReadStore } from '../port.js';
import { idsOf, useReadStore, type OpenReadStore } from './harness.js';

const generation = (number: number): CollectionDefinition => ({ name: `reads@${number}`, indexes: [['load']] });

/** Documents `<prefix>0`… of one generation, with loads 0… */
async function fill(store: ReadStore, number: number, prefix: string, count: number): Promise<void> {
  const document = (index: number): object => ({ load: index, generation: number });
  const writes = Array.from({ length: count }, (_, index) => {
    return { collection: `reads@${number}`, id: `${prefix}${index}`, position: index + 1, document: { ...document(index) } };
  });
  await store.write({ writes });
}

/** Aliases and the life of the generations that they point at. */
export function aliasCompliance(open: OpenReadStore): void {
  describe('aliases', () => {
    const opened = useReadStore(open);
    beforeEach(async () => {
      const { store } = opened();
      await store.define([generation(1), generation(2)]);
      await fill(store, 1, 'A', 4);
      await fill(store, 2, 'A', 6);
      await store.pointAliases({ reads: 'reads@1' });
    });

    it('reads by an alias where it points: get, getMany, find, count', async () => {
      const { store } = opened();
      expect((await store.get('reads', 'A1'))?.document['generation']).toBe(1);
      expect((await store.getMany('reads', ['A1', 'A5'])).size).toBe(1);
      expect(idsOf(await store.find('reads', { sort: ['load'], descending: true, limit: 2 }))).toEqual(['A3', 'A2']);
      expect(await store.count('reads', [{ field: 'load', from: 1 }])).toBe(3);
    });

    it('reads the other one at once when it was pointed there', async () => {
      const { store } = opened();
      await store.get('reads', 'A1');
      await store.pointAliases({ reads: 'reads@2' });
      expect((await store.get('reads', 'A1'))?.document['generation']).toBe(2);
      expect((await store.getMany('reads', ['A1', 'A5'])).size).toBe(2);
      expect((await store.find('reads', {})).items).toHaveLength(6);
      expect(await store.count('reads')).toBe(6);
    });

    it('may be pointed back', async () => {
      const { store } = opened();
      await store.pointAliases({ reads: 'reads@2' });
      await store.pointAliases({ reads: 'reads@1' });
      expect(await store.count('reads')).toBe(4);
    });

    it('answers all aliases; those not mentioned stay', async () => {
      const { store } = opened();
      await store.pointAliases({ other: 'meters', 'odd.name $/@1': 'reads@1' });
      await store.pointAliases({ reads: 'reads@2' });
      expect(await store.aliases()).toEqual({ reads: 'reads@2', other: 'meters', 'odd.name $/@1': 'reads@1' });
    });

    it('points none when one of them is at no collection', async () => {
      const { store } = opened();
      await expect(store.pointAliases({ reads: 'reads@2', other: 'reads@9' })).rejects.toMatchObject({ code: 'UNKNOWN_COLLECTION' });
      expect(await store.aliases()).toEqual({ reads: 'reads@1' });
      expect(await store.count('reads')).toBe(4);
    });

    it('points at collections, never at aliases', async () => {
      const { store } = opened();
      await expect(store.pointAliases({ other: 'reads' })).rejects.toMatchObject({ code: 'UNKNOWN_COLLECTION' });
    });

    it('refuses a name that is neither alias nor collection', async () => {
      const { store } = opened();
      const refused = { code: 'UNKNOWN_COLLECTION', name: 'ReadStoreError' };
      await expect(store.get('nothing', 'A1')).rejects.toMatchObject(refused);
      await expect(store.getMany('nothing', ['A1'])).rejects.toMatchObject(refused);
      await expect(store.find('nothing', {})).rejects.toMatchObject(refused);
      await expect(store.count('nothing')).rejects.toMatchObject(refused);
    });

    it('takes no writes, resets or sweeps by an alias', async () => {
      const { store } = opened();
      const refused = { code: 'UNKNOWN_COLLECTION' };
      await expect(store.write({ writes: [{ collection: 'reads', id: 'X', position: 1, document: {} }] })).rejects.toMatchObject(refused);
      await expect(store.reset('p', ['reads'])).rejects.toMatchObject(refused);
      await expect(store.sweep('reads', { now: 1 })).rejects.toMatchObject(refused);
      expect(await store.count('reads@1')).toBe(4);
    });

    it('wins over a collection of its own name, whose writes go on', async () => {
      const { store } = opened();
      await store.write({ writes: [{ collection: 'meters', id: 'M1', position: 1, document: { city: 'Ede' } }] });
      await store.pointAliases({ meters: 'reads@2' });
      expect(await store.count('meters')).toBe(6);
      await store.write({ writes: [{ collection: 'meters', id: 'M2', position: 1, document: { city: 'Ede' } }] });
      expect(await store.count('meters')).toBe(6);
    });

    it('asks for the fields of the collection that it points at', async () => {
      const { store } = opened();
      await store.define([{ name: 'reads@3', indexes: [['colour']] }]);
      await expect(store.find('reads', { sort: ['colour'] })).rejects.toMatchObject({ code: 'UNKNOWN_FIELD' });
      await store.pointAliases({ reads: 'reads@3' });
      expect((await store.find('reads', { sort: ['colour'] })).items).toEqual([]);
    });

    it('keeps a cursor good when it is pointed elsewhere in between', async () => {
      const { store } = opened();
      const first = await store.find('reads', { sort: ['load'], limit: 2 });
      expect(idsOf(first)).toEqual(['A0', 'A1']);
      await store.pointAliases({ reads: 'reads@2' });
      const second = await store.find('reads', { sort: ['load'], limit: 10, after: first.next ?? '' });
      expect(idsOf(second)).toEqual(['A2', 'A3', 'A4', 'A5']);
      expect(second.items.map((item) => item.document['generation'])).toEqual([2, 2, 2, 2]);
    });

    it('never fails a read while it is pointed back and forth', async () => {
      const { store } = opened();
      const swaps = (async () => {
        for (let round = 0; round < 6; round += 1) await store.pointAliases({ reads: `reads@${(round % 2) + 1}` });
      })();
      const counts = await Promise.all(Array.from({ length: 20 }, async () => store.count('reads')));
      await swaps;
      expect(counts.filter((count) => count !== 4 && count !== 6)).toEqual([]);
      expect(await store.count('reads')).toBe(6);
    });

    it('answers the collections that exist', async () => {
      const { store } = opened();
      expect(await store.collections()).toEqual(['alarms', 'meters', 'reads@1', 'reads@2']);
    });

    it('drops a collection with all it holds; another can be made of the name', async () => {
      const { store } = opened();
      await store.drop(['reads@2']);
      expect(await store.collections()).toEqual(['alarms', 'meters', 'reads@1']);
      await expect(store.count('reads@2')).rejects.toMatchObject({ code: 'UNKNOWN_COLLECTION' });
      await expect(store.write({ writes: [{ collection: 'reads@2', id: 'X', position: 1, document: {} }] })).rejects.toMatchObject({
        code: 'UNKNOWN_COLLECTION',
      });
      await store.define([{ name: 'reads@2', indexes: [['colour']] }]);
      expect(await store.count('reads@2')).toBe(0);
      await expect(store.count('reads@2', [{ field: 'load', equals: 1 }])).rejects.toMatchObject({ code: 'UNKNOWN_FIELD' });
      await store.write({ writes: [{ collection: 'reads@2', id: 'A1', position: 1, document: { colour: 'red' } }] });
      expect((await store.get('reads@2', 'A1'))?.document).toEqual({ colour: 'red' });
    });

    it('drops again, and what never was, without an error', async () => {
      const { store } = opened();
      await store.drop(['reads@2']);
      await store.drop(['reads@2', 'reads@7']);
      await store.drop([]);
      expect(await store.count('reads')).toBe(4);
    });

    it('drops none when an alias points at one of them', async () => {
      const { store } = opened();
      await expect(store.drop(['reads@2', 'reads@1'])).rejects.toMatchObject({ code: 'IN_USE', name: 'ReadStoreError' });
      expect([await store.count('reads@1'), await store.count('reads@2')]).toEqual([4, 6]);
      await store.pointAliases({ reads: 'reads@2' });
      await store.drop(['reads@1']);
      expect(await store.count('reads')).toBe(6);
    });

    it('forgets a checkpoint, and only that', async () => {
      const { store } = opened();
      await store.write({ writes: [], checkpoint: { projection: 'reads@1', position: 9 } });
      await store.write({ writes: [], checkpoint: { projection: 'reads@2', position: 8 } });
      await store.forgetCheckpoint('reads@1');
      await store.forgetCheckpoint('never written');
      expect([await store.checkpoint('reads@1'), await store.checkpoint('reads@2')]).toEqual([0, 8]);
      expect(await store.count('reads@1')).toBe(4);
      await store.write({ writes: [], checkpoint: { projection: 'reads@1', position: 3 } });
      expect(await store.checkpoint('reads@1')).toBe(3);
    });

    it('keeps aliases over a reopening', async () => {
      const under = opened();
      await under.store.pointAliases({ reads: 'reads@2' });
      if (under.reopen === undefined) return;
      const store = await under.reopen();
      await store.define([generation(2)]);
      expect(await store.aliases()).toEqual({ reads: 'reads@2' });
      expect(await store.count('reads')).toBe(6);
      await expect(store.drop(['reads@2'])).rejects.toMatchObject({ code: 'IN_USE' });
    });
  });
}
