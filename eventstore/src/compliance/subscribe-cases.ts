import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredEvent, SubscribeOptions } from '../port.js';
import { type ComplianceContext, given, idsOf, newEvent, newEvents, newStream, Subscriber } from './context.js';

export function subscribeCases(context: ComplianceContext): void {
  describe('subscribe', () => {
    let ending: AbortController;
    let prefix: string;
    let start: number;
    const subscribe = (options: Partial<SubscribeOptions> = {}): Subscriber =>
      new Subscriber(context.store.subscribe({ after: start, signal: ending.signal, ...options }));
    const caughtUp = async (options?: Partial<SubscribeOptions>): Promise<Subscriber> => {
      const subscriber = subscribe(options);
      await subscriber.until((all) => all.caughtUp);
      return subscriber;
    };

    beforeEach(async () => {
      ending = new AbortController();
      prefix = newStream('sub');
      start = await context.store.head();
    });
    afterEach(() => ending.abort());

    it('from 0 begins with the first event of the store', async () => {
      const { store } = context;
      await given(store, prefix, 3);
      const { events } = await store.readAll({ limit: 1 });
      const subscriber = subscribe({ after: 0, batch: 1 });
      await subscriber.until((all) => all.events.length > 0);
      expect(subscriber.events).toEqual(events);
    });

    it('hands out history in order, then says that it caught up', async () => {
      const { events } = await given(context.store, prefix, 5);
      const subscriber = await caughtUp();
      expect(idsOf(subscriber.events)).toEqual(idsOf(events));
      expect(subscriber.messages.at(-1)?.kind).toBe('caught-up');
    });

    it('says so also when there is no history', async () => {
      const subscriber = await caughtUp();
      expect(subscriber.events).toEqual([]);
      expect(subscriber.messages.at(-1)?.kind).toBe('caught-up');
    });

    it('does not say so before the history is handed out', async () => {
      await given(context.store, prefix, 50);
      const subscriber = await caughtUp({ batch: 7 });
      const caught = subscriber.messages.findIndex(({ kind }) => kind === 'caught-up');
      expect(caught).toBe(subscriber.messages.length - 1);
      expect(subscriber.events).toHaveLength(50);
    });

    it('never hands out an empty batch', async () => {
      const { store } = context;
      await given(store, prefix, 5);
      const subscriber = await caughtUp({ types: ['Rare'] });
      await store.append(prefix, [newEvent({}, 'Rare')], 'any');
      await subscriber.until(({ events }) => events.length > 0);
      expect(subscriber.messages.filter((message) => message.kind === 'events' && message.events.length === 0)).toEqual([]);
    });

    it('starts after the position, from the middle', async () => {
      const { store } = context;
      const { events } = await given(store, prefix, 5);
      const third = (await store.readStream(prefix))[2];
      const subscriber = await caughtUp({ after: third?.position ?? 0 });
      expect(idsOf(subscriber.events)).toEqual(idsOf(events.slice(3)));
    });

    it('goes on live', async () => {
      const { store } = context;
      await given(store, prefix, 2);
      const subscriber = await caughtUp();
      for (let n = 0; n < 3; n++) {
        const later = newEvents(2);
        const waiting = subscriber.until(({ events }) => events.length === 4 + 2 * n);
        await store.append(prefix, later, 'any');
        await waiting;
        expect(idsOf(subscriber.events.slice(-2))).toEqual(idsOf(later));
      }
    });

    it('hands out stored events whole', async () => {
      const { store } = context;
      await given(store, prefix, 3);
      const subscriber = await caughtUp();
      expect(subscriber.events).toEqual(await store.readStream(prefix));
    });

    it('crosses from history to live without gap or repetition under concurrent writers', async () => {
      const { store } = context;
      const written: string[] = [];
      const writer = async (name: string) => {
        for (let n = 0; n < 40; n++) {
          const event = newEvent({ n });
          await store.append(`${prefix}-${name}`, [event], n === 0 ? 'no-stream' : n - 1);
          written.push(event.id);
        }
      };
      const writers = ['a', 'b', 'c', 'd'].map(writer);
      const subscribers = [subscribe({ batch: 3 }), subscribe({ batch: 7 }), subscribe()];
      await Promise.all([...writers, ...subscribers.map(async (one) => one.until(({ events }) => events.length >= 160))]);
      const { events } = await store.readAll({ after: start, limit: 500 });
      for (const subscriber of subscribers) expect(idsOf(subscriber.events)).toEqual(idsOf(events));
      expect(new Set(idsOf(events))).toEqual(new Set(written));
    });

    it('filters by prefix and types, in history and live', async () => {
      const { store } = context;
      const one = async (stream: string, type: string): Promise<string> => {
        const event = newEvent({}, type);
        await store.append(stream, [event], 'any');
        return event.id;
      };
      const wanted = [await one(`${prefix}-a`, 'A')];
      await one(`${prefix}-a`, 'B');
      await one(newStream(), 'A');
      const subscriber = await caughtUp({ streamPrefix: prefix, types: ['A', 'C'] });
      await one(newStream(), 'A');
      wanted.push(await one(`${prefix}-b`, 'C'));
      await one(`${prefix}-b`, 'B');
      wanted.push(await one(`${prefix}-b`, 'A'));
      await subscriber.until(({ events }) => events.length === 3);
      expect(idsOf(subscriber.events)).toEqual(wanted);
    });

    it('catches up past events that the filter leaves out', async () => {
      await given(context.store, prefix, 20);
      const subscriber = await caughtUp({ types: ['NoSuchType'] });
      expect(subscriber.events).toEqual([]);
    });

    it('from a type list that is empty hands out nothing', async () => {
      await given(context.store, prefix, 5);
      expect((await caughtUp({ types: [] })).events).toEqual([]);
    });

    it('shows nothing of what belongs to the store itself', async () => {
      const { store } = context;
      const { events } = await given(store, prefix, 2);
      await store.setMetadata(prefix, { maxCount: 1 });
      await given(store, `${prefix}-gone`, 1);
      await store.deleteStream(`${prefix}-gone`, 0, { permanently: true });
      const subscriber = await caughtUp();
      await store.setMetadata(prefix, { maxCount: 2 });
      const { events: later } = await given(store, `${prefix}-later`, 1);
      await subscriber.until((all) => all.events.length >= 4);
      expect(subscriber.events.map(({ id }) => id)).toEqual([...idsOf(events), subscriber.events[2]?.id, ...idsOf(later)]);
      expect(subscriber.events[2]).toMatchObject({ stream: `${prefix}-gone`, revision: 0, type: 'Tested' });
    });

    it('never hands out more than a batch at once', async () => {
      await given(context.store, prefix, 20);
      const subscriber = await caughtUp({ batch: 6 });
      const sizes = subscriber.messages.map((message) => (message.kind === 'events' ? message.events.length : 0));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(6);
      expect(subscriber.events).toHaveLength(20);
    });

    it('gives each subscriber everything', async () => {
      const { store } = context;
      const subscribers = await Promise.all(Array.from({ length: 20 }, async () => caughtUp()));
      const { events } = await given(store, prefix, 10);
      await Promise.all(subscribers.map(async (one) => one.until((all) => all.events.length >= 10)));
      for (const subscriber of subscribers) expect(idsOf(subscriber.events)).toEqual(idsOf(events));
    });

    it('may be iterated twice, each time from its beginning', async () => {
      const { store } = context;
      await given(store, prefix, 3);
      const subscription = store.subscribe({ after: start, signal: ending.signal });
      for (const subscriber of [new Subscriber(subscription), new Subscriber(subscription)]) {
        await subscriber.until(({ events }) => events.length >= 3);
        expect(subscriber.events).toHaveLength(3);
      }
    });

    it('ends when the signal aborts while it waits', async () => {
      const subscriber = await caughtUp();
      const drained = subscriber.until(() => false);
      ending.abort();
      await drained;
      expect(subscriber.events).toEqual([]);
    });

    it('ends when the signal aborts while it catches up', async () => {
      await given(context.store, prefix, 100);
      const subscriber = subscribe({ batch: 10 });
      await subscriber.pull();
      ending.abort();
      await subscriber.until(() => false);
      expect(subscriber.events.length).toBeLessThan(100);
    });

    it('ends at once when the signal was aborted before', async () => {
      ending.abort();
      expect(await subscribe().pull()).toBeUndefined();
    });

    it('ends at a break of the loop, also while another call waits', async () => {
      const { store } = context;
      await given(store, prefix, 3);
      const seen: StoredEvent[] = [];
      for await (const message of store.subscribe({ after: start })) {
        if (message.kind === 'events') seen.push(...message.events);
        if (message.kind === 'caught-up') break;
      }
      expect(seen).toHaveLength(3);
      const subscriber = await caughtUp();
      const drained = subscriber.until(() => false);
      await subscriber.leave();
      await drained;
      expect(subscriber.ended).toBe(true);
    });

    it('ends when the store closes', async () => {
      const subscribers = [await caughtUp(), await caughtUp({ types: ['None'] })];
      const drained = subscribers.map(async (subscriber) => subscriber.until(() => false));
      await context.store.close();
      await Promise.all(drained);
      expect(subscribers.map(({ ended }) => ended)).toEqual([true, true]);
    });
  });
}
