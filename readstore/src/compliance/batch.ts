import { describe, expect, it } from '@jest/globals';
import { alarms, because, idsOf, meter, unless, useReadStore, type OpenReadStore } from './harness.js';

/** Batches, checkpoints, reading many, starting over. */
export function batchCompliance(open: OpenReadStore, slow?: string): void {
  describe('batches and checkpoints', () => {
    const opened = useReadStore(open);

    it('answers 0 for a projection that never wrote', async () => {
      expect(await opened().store.checkpoint('meters/1')).toBe(0);
    });

    it('stores documents of several collections and the checkpoint together', async () => {
      const { store } = opened();
      await store.write({
        writes: [meter('M1', 11, { city: 'Ede' }), { collection: alarms.name, id: 'A1', position: 12, document: { device: 'M1' } }],
        checkpoint: { projection: 'meters/1', position: 12 },
      });
      expect(await store.checkpoint('meters/1')).toBe(12);
      expect(await store.get('meters', 'M1')).toBeDefined();
      expect(await store.get('alarms', 'A1')).toBeDefined();
    });

    it('takes a batch that only moves the checkpoint', async () => {
      const { store } = opened();
      await store.write({ writes: [], checkpoint: { projection: 'meters/1', position: 40 } });
      expect(await store.checkpoint('meters/1')).toBe(40);
    });

    it('takes an empty batch', async () => {
      await expect(opened().store.write({ writes: [] })).resolves.toBeUndefined();
    });

    it('never moves a checkpoint backwards, and still applies the newer documents of that batch', async () => {
      const { store } = opened();
      await store.write({ writes: [], checkpoint: { projection: 'meters/1', position: 40 } });
      await store.write({ writes: [meter('M1', 30, { city: 'Ede' })], checkpoint: { projection: 'meters/1', position: 30 } });
      expect(await store.checkpoint('meters/1')).toBe(40);
      expect((await store.get('meters', 'M1'))?.position).toBe(30);
    });

    it('keeps one checkpoint for each projection', async () => {
      const { store } = opened();
      await store.write({ writes: [], checkpoint: { projection: 'a', position: 1 } });
      await store.write({ writes: [], checkpoint: { projection: 'b', position: 2 } });
      expect([await store.checkpoint('a'), await store.checkpoint('b')]).toEqual([1, 2]);
    });

    it('changes nothing, the checkpoint neither, when a write names an unknown collection', async () => {
      const { store } = opened();
      const unknown = { collection: 'nowhere', id: 'X', position: 1, document: {} };
      const batch = { writes: [meter('M1', 1, {}), unknown], checkpoint: { projection: 'meters/1', position: 5 } };
      await expect(store.write(batch)).rejects.toMatchObject({ code: 'UNKNOWN_COLLECTION' });
      expect(await store.get('meters', 'M1')).toBeUndefined();
      expect(await store.checkpoint('meters/1')).toBe(0);
    });

    it('lets the highest position win when one batch writes an id several times', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 2, { load: 2 }), meter('M1', 9, { load: 9 }), meter('M1', 5, { load: 5 })] });
      expect(await store.get('meters', 'M1')).toEqual({ id: 'M1', position: 9, document: { load: 9 } });
    });

    it('lets a deletion inside a batch win or lose by its position', async () => {
      const { store } = opened();
      await store.write({
        writes: [meter('M1', 1, {}), meter('M1', 3, null), meter('M1', 2, {}), meter('M2', 4, null), meter('M2', 5, { load: 5 })],
      });
      expect(await store.get('meters', 'M1')).toBeUndefined();
      expect((await store.get('meters', 'M2'))?.document).toEqual({ load: 5 });
    });

    it('applies the others of a batch when one write is stale', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M2', 10, { load: 10 })] });
      await store.write({ writes: [meter('M1', 1, { load: 1 }), meter('M2', 2, { load: 2 }), meter('M3', 3, { load: 3 })] });
      const loads = (await store.find('meters', {})).items.map((item) => item.document['load']);
      expect(loads).toEqual([1, 10, 3]);
    });

    it('reaches the same end whatever the order and however often batches come', async () => {
      const { store } = opened();
      const writes = [1, 2, 3, 4, 5, 6].map((position) => meter(`M${position % 2}`, position, { load: position }));
      for (const write of [...writes.toReversed(), ...writes]) await store.write({ writes: [write] });
      const found = await store.find('meters', { sort: ['load'] });
      expect(found.items.map((item) => item.position)).toEqual([5, 6]);
    });

    it('answers many documents by id and leaves out what is absent or deleted', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 1, { load: 1 }), meter('M2', 2, { load: 2 }), meter('M3', 3, null)] });
      const found = await store.getMany('meters', ['M2', 'M3', 'M1', 'M9', 'M1']);
      expect([...found.keys()].toSorted()).toEqual(['M1', 'M2']);
      expect(found.get('M2')).toEqual({ id: 'M2', position: 2, document: { load: 2 } });
      expect((await store.getMany('meters', [])).size).toBe(0);
    });

    it('writes and answers more documents than fit into one small command', async () => {
      const { store } = opened();
      const ids = Array.from({ length: 45 }, (_, index) => `M${index}`);
      await store.write({ writes: ids.map((id, index) => meter(id, 1, { load: index })), checkpoint: { projection: 'meters/1', position: 1 } });
      const found = await store.getMany('meters', ids);
      expect(ids.map((id) => found.get(id)?.document['load'])).toEqual(ids.map((_id, index) => index));
      expect(await store.checkpoint('meters/1')).toBe(1);
    });

    it('applies what is newer of a large batch that was applied in part', async () => {
      const { store } = opened();
      const ids = Array.from({ length: 45 }, (_, index) => `M${index}`);
      const isApplied = (index: number): boolean => index % 4 === 3;
      await store.write({ writes: ids.filter((_id, index) => isApplied(index)).map((id) => meter(id, 5, { load: 0 })) });
      await store.write({ writes: ids.map((id, index) => meter(id, index % 3 === 0 ? 6 : 5, { load: 1 })) });
      const found = await store.getMany('meters', ids);
      const expected = ids.map((_id, index) => (isApplied(index) && index % 3 !== 0 ? 0 : 1));
      expect(ids.map((id) => found.get(id)?.document['load'])).toEqual(expected);
    });

    unless(slow)(`answers a thousand documents by id${because(slow)}`, async () => {
      const { store } = opened();
      const ids = Array.from({ length: 1000 }, (_, index) => `M${index}`);
      await store.write({ writes: ids.map((id) => meter(id, 1, { load: 1 })) });
      expect((await store.getMany('meters', ids)).size).toBe(1000);
    });

    it('starts over: removes documents, tombstones and the checkpoint of what is named, nothing else', async () => {
      const { store } = opened();
      const alarm = { collection: alarms.name, id: 'A1', position: 3, document: { device: 'M1' } };
      await store.write({ writes: [meter('M1', 9, {}), meter('M2', 9, null), alarm], checkpoint: { projection: 'meters/1', position: 9 } });
      await store.write({ writes: [], checkpoint: { projection: 'alarms/1', position: 9 } });
      await store.reset('meters/1', ['meters']);
      expect(await store.count('meters')).toBe(0);
      expect(await store.checkpoint('meters/1')).toBe(0);
      expect(await store.checkpoint('alarms/1')).toBe(9);
      expect(await store.count('alarms')).toBe(1);
      await store.write({ writes: [meter('M1', 1, {}), meter('M2', 1, {})], checkpoint: { projection: 'meters/1', position: 1 } });
      expect(idsOf(await store.find('meters', {}))).toEqual(['M1', 'M2']);
      expect(await store.checkpoint('meters/1')).toBe(1);
    });

    it('does not start over when a collection is unknown', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 9, {})], checkpoint: { projection: 'meters/1', position: 9 } });
      await expect(store.reset('meters/1', ['meters', 'nowhere'])).rejects.toMatchObject({ code: 'UNKNOWN_COLLECTION' });
      expect([await store.count('meters'), await store.checkpoint('meters/1')]).toEqual([1, 9]);
    });
  });
}
