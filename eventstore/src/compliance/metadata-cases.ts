import { describe, expect, it } from '@jest/globals';
import type { EventStore, ReadStreamOptions } from '../port.js';
import { type ComplianceContext, everything, given, idsOf, newEvents, newStream } from './context.js';

async function revisions(store: EventStore, stream: string, options?: ReadStreamOptions): Promise<number[]> {
  return (await store.readStream(stream, options)).map(({ revision }) => revision);
}

export function metadataCases(context: ComplianceContext): void {
  describe('stream metadata', () => {
    it('is empty at first', async () => {
      const { store } = context;
      const stream = newStream();
      expect(await store.getMetadata(stream)).toEqual({});
      await given(store, stream, 1);
      expect(await store.getMetadata(stream)).toEqual({});
    });

    it('is replaced whole by the latest', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 1);
      await store.setMetadata(stream, { maxCount: 3, custom: { owner: 'é', nested: { list: [1, null] } } });
      expect(await store.getMetadata(stream)).toEqual({ maxCount: 3, custom: { owner: 'é', nested: { list: [1, null] } } });
      await store.setMetadata(stream, { truncateBefore: 1 });
      expect(await store.getMetadata(stream)).toEqual({ truncateBefore: 1 });
    });

    it('may be set before the stream exists, which it does not create', async () => {
      const { store } = context;
      const stream = newStream();
      await store.setMetadata(stream, { maxCount: 2 });
      expect(await store.readStream(stream)).toEqual([]);
      await expect(store.append(stream, newEvents(1), 'stream-exists')).rejects.toMatchObject({ code: 'WRONG_EXPECTED_REVISION', actual: -1 });
      await given(store, stream, 3);
      expect(await revisions(store, stream)).toEqual([1, 2]);
    });

    it('maxCount leaves the last events, in both directions', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 10);
      await store.setMetadata(stream, { maxCount: 3 });
      expect(await revisions(store, stream)).toEqual([7, 8, 9]);
      expect(await revisions(store, stream, { direction: 'backward' })).toEqual([9, 8, 7]);
      expect(await revisions(store, stream, { direction: 'backward', from: 5 })).toEqual([]);
      await store.append(stream, newEvents(1), 9);
      expect(await revisions(store, stream)).toEqual([8, 9, 10]);
    });

    it('truncateBefore hides what lies before; the greater cut wins', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 10);
      await store.setMetadata(stream, { truncateBefore: 4 });
      expect(await revisions(store, stream, { limit: 2 })).toEqual([4, 5]);
      await store.setMetadata(stream, { truncateBefore: 4, maxCount: 2 });
      expect(await revisions(store, stream)).toEqual([8, 9]);
      await store.setMetadata(stream, { truncateBefore: 9, maxCount: 5 });
      expect(await revisions(store, stream)).toEqual([9]);
    });

    it('truncation beyond the end hides all, and the stream still exists at its revision', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 3);
      await store.setMetadata(stream, { truncateBefore: 100 });
      expect(await revisions(store, stream)).toEqual([]);
      await expect(store.append(stream, newEvents(1), 'no-stream')).rejects.toMatchObject({ code: 'WRONG_EXPECTED_REVISION', actual: 2 });
      expect(await store.append(stream, newEvents(1), 2)).toMatchObject({ revision: 3 });
    });

    it('truncation shows in reads of the stream only', async () => {
      const { store } = context;
      const start = await store.head();
      const stream = newStream();
      await given(store, stream, 5);
      await store.setMetadata(stream, { maxCount: 1 });
      const { events } = await store.readAll({ after: start, streamPrefix: stream });
      expect(events.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
    });

    it('is no event', async () => {
      const { store } = context;
      const start = await store.head();
      const stream = newStream();
      const { events } = await given(store, stream, 1);
      await store.setMetadata(stream, { maxCount: 1 });
      expect(idsOf(await everything(store, { after: start }))).toEqual(idsOf(events));
      expect(idsOf(await everything(store, { direction: 'backward', limit: 1, streamPrefix: stream }))).toEqual(idsOf(events));
    });

    it('does not move the head', async () => {
      const { store } = context;
      const stream = newStream();
      const { result } = await given(store, stream, 2);
      await store.setMetadata(stream, { maxCount: 1 });
      expect(await store.head()).toBe(result.position);
    });

    it('belongs to one stream', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 3);
      await given(store, `${stream}-2`, 3);
      await store.setMetadata(stream, { maxCount: 1 });
      expect(await store.getMetadata(`${stream}-2`)).toEqual({});
      expect(await revisions(store, `${stream}-2`)).toEqual([0, 1, 2]);
    });

    it('can be set by many at once: one of them stands whole', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 10);
      const candidates = Array.from({ length: 8 }, (_, n) => ({ maxCount: n + 1, custom: { by: n } }));
      await Promise.all(candidates.map(async (metadata) => store.setMetadata(stream, metadata)));
      expect(candidates).toContainEqual(await store.getMetadata(stream));
    });

    it('does not change what append expects', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 4);
      await store.setMetadata(stream, { maxCount: 1 });
      await expect(store.append(stream, newEvents(1), 0)).rejects.toMatchObject({ code: 'WRONG_EXPECTED_REVISION', actual: 3 });
      expect(await store.append(stream, newEvents(2), 3)).toMatchObject({ revision: 5 });
      expect(await revisions(store, stream)).toEqual([5]);
    });

    it.each([{ maxCount: 0 }, { maxCount: 1.5 }, { truncateBefore: -1 }])('refuses %j', async (metadata) => {
      await expect(context.store.setMetadata(newStream(), metadata)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });
  });
}
