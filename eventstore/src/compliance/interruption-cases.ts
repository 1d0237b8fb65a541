import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { EventStoreError, type EventStore, type NewEvent } from '../port.js';
import { type ComplianceContext, everything, given, idsOf, newEvent, newEvents, newStream, Subscriber } from './context.js';

const TRIES = 500;
const PAUSE = 20;

/** An interrupted call may say that the store is unavailable; asked again often enough it has to succeed. */
async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof EventStoreError && error.code === 'STORE_UNAVAILABLE') || tries >= TRIES) throw error;
      await wait(PAUSE);
    }
  }
}

/** One event after another at exact revisions, as a decider does: whatever gave no answer is repeated as it was. */
async function write(store: EventStore, stream: string, events: readonly NewEvent[]): Promise<void> {
  for (const [index, event] of events.entries()) {
    await untilAnswered(async () => store.append(stream, [event], index === 0 ? 'no-stream' : index - 1));
  }
}

export function interruptionCases(context: ComplianceContext): void {
  describe('a store whose connections are cut', () => {
    let ending: AbortController;
    let stream: string;
    let start: number;
    beforeEach(async () => {
      ending = new AbortController();
      stream = newStream('cut');
      start = await context.store.head();
    });
    afterEach(() => ending.abort());
    const subscribe = (options = {}): Subscriber =>
      new Subscriber(context.store.subscribe({ after: start, signal: ending.signal, batch: 20, ...options }));

    it('answers again by itself', async () => {
      const { store } = context;
      const { events } = await given(store, stream, 3);
      await context.interrupt();
      expect(idsOf(await untilAnswered(async () => store.readStream(stream)))).toEqual(idsOf(events));
      expect(await untilAnswered(async () => store.append(stream, newEvents(1), 2))).toMatchObject({ revision: 3 });
      expect(idsOf(await everything(store, { after: start }))).toHaveLength(4);
    });

    it('writes once what is repeated with the same ids at the same revision', async () => {
      const { store } = context;
      const events = newEvents(60);
      let written = false;
      const writing = write(store, stream, events).finally(() => {
        written = true;
      });
      for (let cut = 0; cut < 5 && !written; cut++) {
        await context.interrupt();
        await wait(PAUSE);
      }
      await writing;
      expect(idsOf(await untilAnswered(async () => store.readStream(stream)))).toEqual(idsOf(events));
    });

    it('lets a live subscription go on', async () => {
      const { store } = context;
      const subscriber = subscribe();
      await subscriber.until(({ caughtUp }) => caughtUp);
      const written: string[] = [];
      for (let round = 0; round < 4; round++) {
        const events = newEvents(3);
        await untilAnswered(async () => store.append(`${stream}-${round}`, events, 'no-stream'));
        written.push(...idsOf(events));
        await context.interrupt();
        await subscriber.until((all) => all.events.length >= written.length);
      }
      expect(idsOf(subscriber.events)).toEqual(written);
    });

    it('lets a subscription go on in the middle of history', async () => {
      const { events } = await given(context.store, stream, 1_000);
      const subscriber = subscribe();
      while (subscriber.events.length < 1_000 && !subscriber.ended) {
        await subscriber.pull();
        if (subscriber.messages.length % 10 === 5) await context.interrupt();
      }
      expect(idsOf(subscriber.events)).toEqual(idsOf(events));
    });

    it('lets a filtered subscription go on', async () => {
      const { store } = context;
      const subscriber = subscribe({ types: ['Wanted'] });
      await subscriber.until(({ caughtUp }) => caughtUp);
      const written: string[] = [];
      for (let round = 0; round < 4; round++) {
        await untilAnswered(async () => store.append(`${stream}-${round}`, newEvents(150), 'no-stream'));
        await context.interrupt();
        const event = newEvent({}, 'Wanted');
        await untilAnswered(async () => store.append(`${stream}-wanted`, [event], round === 0 ? 'no-stream' : round - 1));
        written.push(event.id);
        await subscriber.until(({ events }) => events.length >= written.length);
      }
      expect(idsOf(subscriber.events)).toEqual(written);
    });

    it('lets a subscription that is away end', async () => {
      const subscriber = subscribe();
      await subscriber.until(({ caughtUp }) => caughtUp);
      await context.interrupt();
      const drained = subscriber.until(() => false);
      ending.abort();
      await drained;
      expect(subscriber.ended).toBe(true);
    });
  });
}
