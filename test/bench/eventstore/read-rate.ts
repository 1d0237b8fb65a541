import type { EventStore } from '#eventstore/port.js';
import { sampleEvent } from './sample-event.js';

/** Events of one append while a store is filled. */
const PER_APPEND = 100;
const APPENDS_AT_ONCE = 8;
const PAGE = 1_000;

/** Fills a store until it holds `events` events, and reads all of them: events per second. */
export async function readRate(store: EventStore, events: number): Promise<number> {
  await fill(store, events);
  await readAll(store);
  const began = performance.now();
  const read = await readAll(store);
  return read / ((performance.now() - began) / 1_000);
}

async function fill(store: EventStore, events: number): Promise<void> {
  let left = Math.ceil(events / PER_APPEND);
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; left > 0; n++) {
      left--;
      const batch = Array.from({ length: PER_APPEND }, (_, index) => sampleEvent(n * PER_APPEND + index));
      await store.append(`fill-${writer}`, batch, n === 0 ? 'no-stream' : n * PER_APPEND - 1);
    }
  };
  await Promise.all(Array.from({ length: APPENDS_AT_ONCE }, (_, writer) => write(writer)));
}

async function readAll(store: EventStore): Promise<number> {
  let read = 0;
  for (let after = 0; ;) {
    const page = await store.readAll({ after, limit: PAGE });
    read += page.events.length;
    if (page.atEnd) return read;
    after = page.next;
  }
}
