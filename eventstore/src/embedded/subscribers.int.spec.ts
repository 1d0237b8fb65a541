import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import { type OpenedFile, openStoreFile, type TemporaryDirectory, temporaryDirectory } from '../../test-support/temporary-store.js';
import { idsOf, newEvents } from '../compliance/context.js';
import type { EventStore, StoredEvent } from '../index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

interface SubscriberPlan {
  readonly batch: number;
  /** After how many messages it goes away each time, and comes back where it was. */
  readonly stays: readonly number[];
}

const plans = fc.record({
  /** Sizes of the appends of each of the writers. */
  writers: fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 5, maxLength: 25 }), { minLength: 8, maxLength: 8 }),
  subscribers: fc.array(fc.record({ batch: fc.integer({ min: 1, max: 40 }), stays: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 12 }) }), {
    minLength: 3,
    maxLength: 6,
  }),
});

async function write(store: EventStore, writer: number, sizes: readonly number[]): Promise<void> {
  for (const [turn, size] of sizes.entries()) {
    // Two writers share a stream, so that appends of different writers interleave there too.
    await store.append(`stream-${writer >> 1}`, newEvents(size), 'any');
    if ((turn + writer) % 3 === 0) await setImmediate();
  }
}

/** Sees `total` events after `start` over as many subscriptions as its plan asks for. */
async function follow(store: EventStore, start: number, total: number, { batch, stays }: SubscriberPlan): Promise<StoredEvent[]> {
  const seen: StoredEvent[] = [];
  for (const stay of [...stays, Infinity]) {
    const ending = new AbortController();
    let left = stay;
    for await (const message of store.subscribe({ after: seen.at(-1)?.position ?? start, batch, signal: ending.signal })) {
      if (message.kind === 'events') seen.push(...message.events);
      if (seen.length >= total) return seen;
      if (--left <= 0) ending.abort();
    }
  }
  return seen;
}

describe('subscribers that come and go', () => {
  let directory: TemporaryDirectory;
  let opened: OpenedFile;
  beforeAll(async () => {
    directory = temporaryDirectory();
    opened = await openStoreFile(join(directory.path, 'events.db'), 'NORMAL');
  });
  afterAll(async () => {
    await opened.close();
    directory.remove();
  });

  it('see every event exactly once and in order, whatever eight writers do', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async ({ writers, subscribers }) => {
        const { store } = opened;
        const start = await store.head();
        const total = writers.flat().reduce((sum, size) => sum + size, 0);
        const following = subscribers.map(async (plan) => follow(store, start, total, plan));
        await Promise.all(writers.map(async (sizes, writer) => write(store, writer, sizes)));
        const { events: all } = await store.readAll({ after: start, limit: 10_000 });
        expect(all).toHaveLength(total);
        for (const seen of await Promise.all(following)) expect(idsOf(seen)).toEqual(idsOf(all));
      }),
      { numRuns: 12 },
    );
  });
});
