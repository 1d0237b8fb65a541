import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubscribeOptions } from '../port.js';
import { type ComplianceContext, idsOf, newEvent, newEvents, newStream, Subscriber } from './context.js';

const LARGE = 200 * 1024;

/** A subscriber that does not pull must neither lose anything nor cost more than bounded batches, however much is written meanwhile. */
export function slowSubscriberCases(context: ComplianceContext): void {
  describe('a slow subscriber', () => {
    let ending: AbortController;
    let stream: string;
    let start: number;
    const subscribe = (options: Partial<SubscribeOptions> = {}): Subscriber =>
      new Subscriber(context.store.subscribe({ after: start, signal: ending.signal, batch: 100, ...options }));
    /** Answers the ids of what it appends. */
    const write = async (appends: number, size: number, type?: string): Promise<string[]> => {
      const ids: string[] = [];
      for (let n = 0; n < appends; n++) {
        const events = newEvents(size, type);
        await context.store.append(stream, events, 'any');
        ids.push(...idsOf(events));
      }
      return ids;
    };
    const sizes = ({ messages }: Subscriber): number[] => messages.map((message) => (message.kind === 'events' ? message.events.length : 0));

    beforeEach(async () => {
      ending = new AbortController();
      stream = newStream('slow');
      start = await context.store.head();
    });
    afterEach(() => ending.abort());

    it('that was live gets everything of thousands of events, in bounded batches', async () => {
      const subscriber = subscribe();
      await subscriber.until(({ caughtUp }) => caughtUp);
      const ids = [...(await write(100, 1)), ...(await write(8, 500)), ...(await write(100, 1))];
      await subscriber.until(({ events }) => events.length >= ids.length);
      expect(idsOf(subscriber.events)).toEqual(ids);
      expect(Math.max(...sizes(subscriber))).toBeLessThanOrEqual(100);
    });

    it('that was in the middle of history gets everything', async () => {
      const ids = await write(4, 500);
      const subscriber = subscribe({ batch: 50 });
      await subscriber.until(({ events }) => events.length > 0);
      ids.push(...(await write(4, 500)));
      await subscriber.until(({ events }) => events.length >= ids.length);
      expect(idsOf(subscriber.events)).toEqual(ids);
      expect(Math.max(...sizes(subscriber))).toBeLessThanOrEqual(50);
    });

    it('that filters gets everything that matches', async () => {
      const subscriber = subscribe({ types: ['Wanted'] });
      await subscriber.until(({ caughtUp }) => caughtUp);
      const ids: string[] = [];
      for (let n = 0; n < 10; n++) {
        await write(1, 200);
        ids.push(...(await write(1, 50, 'Wanted')));
      }
      await subscriber.until(({ events }) => events.length >= ids.length);
      expect(idsOf(subscriber.events)).toEqual(ids);
    });

    it('that stops now and then gets everything, and a quick one beside it, too', async () => {
      const slow = subscribe({ batch: 10 });
      const quick = subscribe();
      const ids: string[] = [];
      for (let round = 0; round < 6; round++) {
        await slow.pull();
        ids.push(...(await write(2, 150)));
        await quick.until(({ events }) => events.length >= ids.length);
        expect(slow.events.length).toBeLessThan(ids.length);
      }
      await slow.until(({ events }) => events.length >= ids.length);
      for (const subscriber of [slow, quick]) expect(idsOf(subscriber.events)).toEqual(ids);
    });

    it('gets large events, too', async () => {
      const subscriber = subscribe();
      await subscriber.until(({ caughtUp }) => caughtUp);
      const ids: string[] = [];
      for (let n = 0; n < 40; n++) {
        const event = newEvent('x'.repeat(LARGE));
        await context.store.append(stream, [event], 'any');
        ids.push(event.id);
      }
      await subscriber.until(({ events }) => events.length >= ids.length);
      expect(idsOf(subscriber.events)).toEqual(ids);
      expect(subscriber.events.every(({ data }) => data.length > LARGE)).toBe(true);
    });

    it('that never pulls again can be left, and costs its store nothing', async () => {
      const subscriber = subscribe();
      await subscriber.pull();
      await write(4, 500);
      await subscriber.leave();
      expect(await subscriber.pull()).toBeUndefined();
    });

    it('that never pulled begins at its position all the same', async () => {
      const subscriber = subscribe();
      const ids = await write(10, 100);
      await subscriber.until(({ events }) => events.length >= ids.length);
      expect(idsOf(subscriber.events)).toEqual(ids);
    });

    it('that never pulled ends when the signal aborts', async () => {
      const subscriber = subscribe();
      await write(2, 500);
      ending.abort();
      expect(await subscriber.pull()).toBeUndefined();
    });
  });
}
