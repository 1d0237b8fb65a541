import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../port.js';
import { type ComplianceContext, given, idsOf, newEvent, newEvents, newStream, Subscriber } from './context.js';

const closed = { code: 'STORE_CLOSED' };
const calls: readonly (readonly [name: string, call: (store: EventStore) => Promise<unknown>])[] = [
  ['append', (store) => store.append(newStream(), [newEvent()], 'any')],
  ['readStream', (store) => store.readStream(newStream())],
  ['readAll', (store) => store.readAll()],
  ['head', (store) => store.head()],
  ['getMetadata', (store) => store.getMetadata(newStream())],
  ['setMetadata', (store) => store.setMetadata(newStream(), {})],
  ['subscribe', async (store) => new Subscriber(store.subscribe({ after: 0 })).pull()],
];

export function lifecycleCases(context: ComplianceContext): void {
  describe('a closed store', () => {
    it.each(calls)('refuses %s', async (_, call) => {
      const { store } = context;
      await store.close();
      await expect(call(store)).rejects.toMatchObject(closed);
    });

    it('may be closed again', async () => {
      const { store } = context;
      await store.close();
      await expect(store.close()).resolves.toBeUndefined();
    });
  });

  describe('a store opened again', () => {
    it('has everything that was there, and its name', async () => {
      const { store, reopen } = context;
      if (reopen === undefined) return;
      const stream = newStream();
      const { storeId } = store;
      const { events, result } = await given(store, stream, 5);
      await store.setMetadata(stream, { custom: { kept: true } });
      const before = await store.readStream(stream);
      const again = await reopen();
      expect(again.storeId).toBe(storeId);
      expect(storeId).not.toBe('');
      expect(await again.readStream(stream)).toEqual(before);
      expect(idsOf(before)).toEqual(idsOf(events));
      expect(await again.head()).toBe(result.position);
      expect(await again.getMetadata(stream)).toEqual({ custom: { kept: true } });
    });

    it('goes on with revisions and positions, and recognises repetitions', async () => {
      const { store, reopen } = context;
      if (reopen === undefined) return;
      const stream = newStream();
      const { events, result } = await given(store, stream, 2);
      const again = await reopen();
      expect(await again.append(stream, events, 'no-stream')).toEqual({ ...result, repeated: true });
      const next = await again.append(stream, newEvents(1), 1);
      expect(next.revision).toBe(2);
      expect(next.position).toBeGreaterThan(result.position);
    });

    it('lets a subscriber go on where it was', async () => {
      const { store, reopen } = context;
      if (reopen === undefined) return;
      const stream = newStream();
      const { result } = await given(store, stream, 2);
      const again = await reopen();
      const { events } = await given(again, `${stream}-2`, 2);
      const subscriber = new Subscriber(again.subscribe({ after: result.position }));
      await subscriber.until(({ caughtUp }) => caughtUp);
      expect(idsOf(subscriber.events)).toEqual(idsOf(events));
      await subscriber.leave();
    });
  });
}
