import { describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { append, checkpointed, noted, sealed, signer } from './testing/sample-record.js';
import { verifyOneStream } from './verify-one-stream.js';

const platform = signer();

async function record(): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  await append(store, [...noted('a', 4), ...noted('b', 2)]);
  await checkpointed(store, platform);
  return store;
}

describe('verification of one stream', () => {
  it('says how far it is covered', async () => {
    const store = await record();
    await append(store, sealed('a', 'Noted', [{ text: 'last', n: 0 }], noted('a', 4).at(-1)));
    expect(await verifyOneStream(store, 'a', { keyId: platform.keyId })).toEqual({
      events: 5,
      broken: null,
      checkpoint: null,
      coveredTo: 3,
      uncoveredSince: 4,
    });
  });

  it('finds a stream that reads otherwise by itself than among all events', async () => {
    const store = await record();
    const forged = sealed('a', 'Noted', [{ text: 'forged', n: 1 }], noted('a', 3).at(-1));
    for (const stream of [[...noted('a', 3), ...forged], noted('a', 3)]) {
      const honest = store.readStream.bind(store);
      const tampered = new MemoryEventStore();
      tampered.readAll = async (options) => store.readAll(options);
      tampered.readStream = async (name, options) => (name === 'a' ? stream.slice(options?.from ?? 0) : honest(name, options));
      const verdict = await verifyOneStream(tampered, 'a');
      expect(verdict).toMatchObject({ broken: null, coveredTo: null, checkpoint: { source: 'record', checkpoint: 0, reason: 'ROOT' } });
    }
  });

  it('takes no checkpoint of another key than the first', async () => {
    const store = await record();
    await append(store, sealed('a', 'Noted', [{ text: 'last', n: 0 }], noted('a', 4).at(-1)));
    await checkpointed(store, signer());
    expect(await verifyOneStream(store, 'a')).toMatchObject({ coveredTo: null, checkpoint: { checkpoint: 1, reason: 'KEY' } });
  });
});
