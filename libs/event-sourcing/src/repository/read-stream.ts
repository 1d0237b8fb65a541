import type { EventStore, StoredEvent } from '#eventstore/port.js';

/** Enough to make round trips cheap, small enough to keep the heap flat. */
const PAGE = 500;

/** Reads a stream forward, page by page, from a revision on. */
export async function* readStreamPages(store: EventStore, stream: string, from = 0, limit = Infinity): AsyncGenerator<readonly StoredEvent[]> {
  let next = from;
  let left = limit;
  while (left > 0) {
    const size = Math.min(PAGE, left);
    const page = await store.readStream(stream, { from: next, limit: size });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < size) return;
    next = last.revision + 1;
    left -= page.length;
  }
}
