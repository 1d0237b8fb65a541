import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idsOf, newEvent, newEvents, newStream, Subscriber } from '../compliance/context.js';
import type { AllFilter, EventStore, NewEvent, Position, StoredEvent } from '../index.js';
import { esdbForTests } from './testing/esdb-under-test.js';

/** What befalls a subscription before its next message. */
const mishaps = ['nothing', 'nothing', 'nothing', 'connections cut', 'cut as too slow', 'left and taken up'] as const;

async function append(store: EventStore, stream: string, events: readonly NewEvent[], expected: 'no-stream' | number): Promise<void> {
  for (;;) {
    try {
      await store.append(stream, events, expected);
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'STORE_UNAVAILABLE') throw error;
    }
  }
}

describe('a subscription to EventStoreDB', () => {
  const esdb = esdbForTests({ timeouts: { resume: 100 } });

  it('loses and repeats nothing, whatever befalls it', async () => {
    const filters: readonly AllFilter[] = [{}, { types: ['A'] }, { streamPrefix: 'stream' }, { streamPrefix: 'stream', types: ['B'] }];
    const plan = fc.record({
      appends: fc.array(fc.record({ size: fc.integer({ min: 1, max: 40 }), type: fc.constantFrom('A', 'B') }), { minLength: 3, maxLength: 12 }),
      mishaps: fc.array(fc.constantFrom(...mishaps), { minLength: 5, maxLength: 30 }),
      filter: fc.constantFrom(...filters),
      batch: fc.integer({ min: 1, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ appends, mishaps: befallen, filter, batch }) => {
        const { store, facade } = esdb;
        const start = await store.head();
        const written: NewEvent[] = [];
        const writing = (async () => {
          for (const { size, type } of appends) {
            const events = newEvents(size, type);
            await append(store, newStream(), events, 'no-stream');
            written.push(...events);
          }
        })();
        const seen: StoredEvent[] = [];
        let at: Position = start;
        let ending = new AbortController();
        const subscribe = (): Subscriber => new Subscriber(store.subscribe({ after: at, batch, signal: ending.signal, ...filter }));
        let subscriber = subscribe();
        const pull = async (): Promise<void> => {
          const message = await subscriber.pull();
          if (message === undefined) throw new Error('the subscription ended');
          if (message.kind === 'events') seen.push(...message.events);
          const reached = message.kind === 'events' ? (message.events.at(-1)?.position ?? 0) : message.position;
          expect(reached).toBeGreaterThanOrEqual(at);
          at = reached;
        };
        for (const mishap of befallen) {
          if (mishap === 'connections cut') facade.dropConnections();
          if (mishap === 'cut as too slow') facade.cutSubscriptions();
          if (mishap === 'left and taken up') {
            ending.abort();
            ending = new AbortController();
            subscriber = subscribe();
          }
          // What is never coming must not be waited for: a subscription that is up to date has nothing to say.
          if (seen.length < wanted(written).length) await pull();
        }
        await writing;
        function wanted(events: readonly NewEvent[]): readonly NewEvent[] {
          return events.filter(({ type }) => filter.types?.includes(type) ?? true);
        }
        while (seen.length < wanted(written).length) await pull();
        expect(idsOf(seen)).toEqual(idsOf(wanted(written)));
        ending.abort();
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('is taken up again, with a warning, when the server cuts it off as too slow', async () => {
    const { store, facade } = esdb;
    const subscriber = new Subscriber(store.subscribe({ after: await store.head() }));
    await subscriber.until(({ caughtUp }) => caughtUp);
    facade.cutSubscriptions();
    const events = newEvents(3);
    await store.append(newStream(), events, 'no-stream');
    await subscriber.until((all) => all.events.length >= 3);
    expect(idsOf(subscriber.events)).toEqual(idsOf(events));
    expect(esdb.warnings).toContainEqual(expect.objectContaining({ message: expect.stringContaining('cut off') }));
    await subscriber.leave();
  });

  it('goes on after the server was away, with what was written since', async () => {
    const { store } = esdb;
    const stream = newStream();
    await store.append(stream, newEvents(2), 'no-stream');
    const subscriber = new Subscriber(store.subscribe({ after: 0 }));
    await subscriber.until(({ caughtUp }) => caughtUp);
    const waiting = subscriber.until((all) => all.events.length >= 5);
    await esdb.restart();
    await append(store, stream, newEvents(3), 1);
    await waiting;
    expect(subscriber.events.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
    await subscriber.leave();
  });

  it('says that it caught up in a store that never held an event', async () => {
    const { store } = esdb;
    const subscriber = new Subscriber(store.subscribe({ after: 0, types: ['None'] }));
    await subscriber.pull();
    expect(subscriber.messages).toEqual([{ kind: 'caught-up', position: 0 }]);
    await subscriber.leave();
  });

  it('that filters takes up a checkpoint of either kind: at an event, and between two records', async () => {
    const { store } = esdb;
    const stream = newStream();
    for (let n = 0; n < 4; n++) await store.append(`${stream}-${n}`, newEvents(50, 'Common'), 'no-stream');
    const filter = { types: ['Rare'] };
    const positions: Position[] = [];
    const reach = async (after: Position, signal: AbortSignal): Promise<void> => {
      for await (const message of store.subscribe({ after, signal, batch: 1, ...filter })) {
        if (message.kind === 'checkpoint') positions.push(message.position);
        if (message.kind === 'caught-up') break;
      }
    };
    await reach(0, new AbortController().signal);
    const live = new AbortController();
    const following = new Subscriber(store.subscribe({ after: await store.head(), signal: live.signal, ...filter }));
    await following.until(({ caughtUp }) => caughtUp);
    for (let n = 0; n < 40; n++) await store.append(`${stream}-live-${n}`, [newEvent({}, 'Common')], 'no-stream');
    await following.until(({ messages }) => messages.some(({ kind }) => kind === 'checkpoint'));
    for (const message of following.messages) if (message.kind === 'checkpoint') positions.push(message.position);
    live.abort();
    expect(new Set(positions.map((position) => position % 2))).toEqual(new Set([0, 1]));

    const rare = newEvent({}, 'Rare');
    await store.append(`${stream}-rare`, [rare], 'no-stream');
    for (const after of positions) {
      const subscriber = new Subscriber(store.subscribe({ after, ...filter }));
      await subscriber.until(({ caughtUp }) => caughtUp);
      expect(idsOf(subscriber.events)).toEqual([rare.id]);
      await subscriber.leave();
      const { events } = await store.readAll({ after, limit: 1 });
      expect(events[0]?.position).toBeGreaterThan(after);
    }
  });

  it('with another filter misses nothing behind a checkpoint between two records', async () => {
    const { store } = esdb;
    for (let n = 0; n < 3; n++) await store.append(newStream(), newEvents(50, 'Common'), 'no-stream');
    const { events: all } = await store.readAll();
    const places: Position[] = [];
    for await (const message of store.subscribe({ after: 0, batch: 1, types: ['Rare'] })) {
      if (message.kind === 'checkpoint' && message.position % 2 === 0) places.push(message.position);
      if (message.kind === 'caught-up') break;
    }
    expect(places.length).toBeGreaterThan(1);
    for (const after of places) {
      const subscriber = new Subscriber(store.subscribe({ after }));
      await subscriber.until(({ caughtUp }) => caughtUp);
      expect(idsOf(subscriber.events)).toEqual(idsOf(all.filter(({ position }) => position > after)));
      await subscriber.leave();
    }
  });

  it('is told when the server goes on with an older backup: what is written from then on would be passed over', async () => {
    const { store } = esdb;
    const stream = newStream();
    await append(store, stream, newEvents(2), 'no-stream');
    const live = new Subscriber(store.subscribe({ after: 0 }));
    let after: Position = 0;
    await esdb.rewind(async () => {
      await append(store, stream, newEvents(20), 1);
      await live.until(({ events }) => events.length >= 22);
      after = await store.head();
    });
    const damaged = { code: 'STORE_DAMAGED' };
    await expect(live.until(() => false)).rejects.toMatchObject(damaged);
    await expect(store.head()).rejects.toMatchObject(damaged);
    const opened = await esdb.open();
    const resumed = new Subscriber(opened.subscribe({ after }));
    await expect(resumed.pull()).rejects.toMatchObject(damaged);
    const rebuilt = new Subscriber(opened.subscribe({ after: 0 }));
    await rebuilt.until(({ caughtUp }) => caughtUp);
    expect(rebuilt.events).toHaveLength(2);
    await rebuilt.leave();
  });

  it('that nobody pulls does not keep others waiting, and is whole when it is pulled again', async () => {
    const { store } = esdb;
    const slow = new Subscriber(store.subscribe({ after: 0 }));
    await slow.until(({ caughtUp }) => caughtUp);
    const written: string[] = [];
    for (let n = 0; n < 10; n++) {
      const events = newEvents(100);
      await store.append(newStream(), events, 'no-stream');
      written.push(...idsOf(events));
    }
    await slow.until((all) => all.events.length >= 1_000);
    expect(idsOf(slow.events)).toEqual(written);
    await slow.leave();
  });
});
