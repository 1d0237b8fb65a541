import { describe, expect, it } from '@jest/globals';
import { type ComplianceContext, given, idsOf, newEvents, newStream, Subscriber } from './context.js';

export function reopenCases(context: ComplianceContext): void {
  describe('a store opened again', () => {
    it('has everything that was there, and its name', async () => {
      const { store } = context;
      const stream = newStream();
      const { storeId } = store;
      const { events, result } = await given(store, stream, 5);
      await store.setMetadata(stream, { custom: { kept: true } });
      const before = await store.readStream(stream);
      const again = await context.reopen();
      expect(again.storeId).toBe(storeId);
      expect(storeId).not.toBe('');
      expect(await again.readStream(stream)).toEqual(before);
      expect(idsOf(before)).toEqual(idsOf(events));
      expect(await again.head()).toBe(result.position);
      expect(await again.getMetadata(stream)).toEqual({ custom: { kept: true } });
    });

    it('goes on with revisions and positions', async () => {
      const stream = newStream();
      const { result } = await given(context.store, stream, 2);
      const again = await context.reopen();
      const next = await again.append(stream, newEvents(1), 1);
      expect(next.revision).toBe(2);
      expect(next.position).toBeGreaterThan(result.position);
    });

    it('recognises repetitions of a creation and at an exact revision', async () => {
      const { store } = context;
      const stream = newStream();
      const { events, result } = await given(store, stream, 2);
      const second = newEvents(2);
      const secondResult = await store.append(stream, second, 1);
      const again = await context.reopen();
      expect(await again.append(stream, events, 'no-stream')).toEqual({ ...result, repeated: true });
      expect(await again.append(stream, second, 1)).toEqual({ ...secondResult, repeated: true });
      expect(await again.readStream(stream)).toHaveLength(4);
    });

    it('lets a subscriber go on where it was', async () => {
      const stream = newStream();
      const { result } = await given(context.store, stream, 2);
      const again = await context.reopen();
      const { events } = await given(again, `${stream}-2`, 2);
      const subscriber = new Subscriber(again.subscribe({ after: result.position }));
      await subscriber.until(({ caughtUp }) => caughtUp);
      expect(idsOf(subscriber.events)).toEqual(idsOf(events));
      await subscriber.leave();
    });

    it('knows which streams are deleted', async () => {
      const { store } = context;
      const [back, gone] = [newStream(), newStream()];
      for (const stream of [back, gone]) await given(store, stream, 2);
      await store.deleteStream(back, 1);
      await store.deleteStream(gone, 1, { permanently: true });
      const again = await context.reopen();
      expect(await again.readStream(back)).toEqual([]);
      expect(await again.append(back, newEvents(1), 'no-stream')).toMatchObject({ revision: 2 });
      await expect(again.readStream(gone)).rejects.toMatchObject({ code: 'STREAM_DELETED' });
      await expect(again.append(gone, newEvents(1), 'any')).rejects.toMatchObject({ code: 'STREAM_DELETED' });
    });
  });
}
