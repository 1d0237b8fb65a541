import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../port.js';
import { type ComplianceContext, newEvent, newStream, Subscriber } from './context.js';

const closed = { code: 'STORE_CLOSED' };
const calls: readonly (readonly [name: string, call: (store: EventStore) => Promise<unknown>])[] = [
  ['append', (store) => store.append(newStream(), [newEvent()], 'any')],
  ['readStream', (store) => store.readStream(newStream())],
  ['readAll', (store) => store.readAll()],
  ['head', (store) => store.head()],
  ['getMetadata', (store) => store.getMetadata(newStream())],
  ['setMetadata', (store) => store.setMetadata(newStream(), {})],
  ['deleteStream', (store) => store.deleteStream(newStream(), 'any')],
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
}
