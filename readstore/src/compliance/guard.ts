import { describe, expect, it } from '@jest/globals';
import { alarms, meter, useReadStore, type OpenReadStore } from './harness.js';

/** Single documents: the position guard, deletion, and what a document keeps. */
export function guardCompliance(open: OpenReadStore): void {
  describe('guarded writes', () => {
    const opened = useReadStore(open);

    it('answers undefined for a document that was never written', async () => {
      expect(await opened().store.get('meters', 'M1')).toBeUndefined();
    });

    it('answers what was written, with its position', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 7, { city: 'Arnhem' })] });
      expect(await store.get('meters', 'M1')).toEqual({ id: 'M1', position: 7, document: { city: 'Arnhem' } });
    });

    it('replaces the whole document when the position is higher', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 1, { city: 'Arnhem', load: 3 })] });
      await store.write({ writes: [meter('M1', 2, { city: 'Ede' })] });
      expect(await store.get('meters', 'M1')).toEqual({ id: 'M1', position: 2, document: { city: 'Ede' } });
    });

    it('refuses a lower position without an error', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 5, { city: 'Arnhem' })] });
      await store.write({ writes: [meter('M1', 4, { city: 'Ede' })] });
      expect(await store.get('meters', 'M1')).toEqual({ id: 'M1', position: 5, document: { city: 'Arnhem' } });
    });

    it('refuses an equal position: the same event again changes nothing', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 5, { city: 'Arnhem' })] });
      await store.write({ writes: [meter('M1', 5, { city: 'Ede' })] });
      expect((await store.get('meters', 'M1'))?.document).toEqual({ city: 'Arnhem' });
    });

    it('keeps the indexed fields of the winner, not of the refused write', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 5, { city: 'Arnhem' })] });
      await store.write({ writes: [meter('M1', 4, { city: 'Ede' })] });
      expect(await store.count('meters', [{ field: 'city', equals: 'Arnhem' }])).toBe(1);
      expect(await store.count('meters', [{ field: 'city', equals: 'Ede' }])).toBe(0);
    });

    it('accepts position 0 for a new document', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 0, { city: 'Arnhem' })] });
      expect((await store.get('meters', 'M1'))?.position).toBe(0);
    });

    it('keeps positions up to 2^53 - 1 exactly', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', Number.MAX_SAFE_INTEGER, {})] });
      await store.write({ writes: [meter('M1', Number.MAX_SAFE_INTEGER - 1, { city: 'Ede' })] });
      expect(await store.get('meters', 'M1')).toEqual({ id: 'M1', position: Number.MAX_SAFE_INTEGER, document: {} });
    });

    it('deletes: the document is gone for get, getMany, find and count', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 1, { city: 'Arnhem' })] });
      await store.write({ writes: [meter('M1', 2, null)] });
      expect(await store.get('meters', 'M1')).toBeUndefined();
      expect((await store.getMany('meters', ['M1'])).size).toBe(0);
      expect((await store.find('meters', { where: [{ field: 'city', equals: 'Arnhem' }] })).items).toEqual([]);
      expect((await store.find('meters', { where: [{ field: 'city', equals: null }] })).items).toEqual([]);
      expect(await store.count('meters')).toBe(0);
    });

    it('refuses to delete at a lower or equal position', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 5, { city: 'Arnhem' })] });
      await store.write({ writes: [meter('M1', 4, null)] });
      await store.write({ writes: [meter('M1', 5, null)] });
      expect((await store.get('meters', 'M1'))?.document).toEqual({ city: 'Arnhem' });
    });

    it('keeps the position of a deleted document as a tombstone: an older write does not bring it back', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 5, { city: 'Arnhem' })] });
      await store.write({ writes: [meter('M1', 9, null)] });
      await store.write({ writes: [meter('M1', 8, { city: 'Ede' })] });
      expect(await store.get('meters', 'M1')).toBeUndefined();
      await store.write({ writes: [meter('M1', 10, { city: 'Zwolle' })] });
      expect((await store.get('meters', 'M1'))?.document).toEqual({ city: 'Zwolle' });
    });

    it('leaves a tombstone also where nothing was written before', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 5, null)] });
      await store.write({ writes: [meter('M1', 4, { city: 'Ede' })] });
      expect(await store.get('meters', 'M1')).toBeUndefined();
    });

    it('keeps documents as they are: nesting, arrays, unicode, numbers, null, empty', async () => {
      const { store } = opened();
      const document = {
        city: "Ouder-Amstel's “plein” 🚲",
        'odd name."$': { deep: [1, 2.5, -0.001, null, [true, false]] },
        text: 'a\u0000b\n',
        big: 2 ** 53 - 1,
        nothing: null,
        empty: {},
      };
      await store.write({ writes: [meter('M1', 1, document)] });
      expect((await store.get('meters', 'M1'))?.document).toEqual(document);
    });

    it('takes any text as id', async () => {
      const { store } = opened();
      const ids = ["it's", 'a/b', 'a"b', '%_', 'é', '🚲', ' '];
      await store.write({ writes: ids.map((id, index) => meter(id, 1, { load: index })) });
      for (const [index, id] of ids.entries()) expect((await store.get('meters', id))?.document).toEqual({ load: index });
    });

    it('keeps collections apart', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('X', 1, { city: 'Ede' }), { collection: alarms.name, id: 'X', position: 1, document: { device: 'M1' } }] });
      await store.write({ writes: [meter('X', 2, null)] });
      expect((await store.get('alarms', 'X'))?.document).toEqual({ device: 'M1' });
    });
  });
}
