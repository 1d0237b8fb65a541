import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from '#eventstore/port.js';

/** What happens to an append: its answer gets lost after it was written, or the request before. */
export type Failure = 'lost-answer' | 'lost-request';

export interface UnreliableEventStore extends EventStore {
  /** What the next appends suffer, in order; `undefined` lets one pass. */
  readonly failures: (Failure | undefined)[];
  /** Runs once before the next append reaches the store. */
  before: (() => Promise<unknown>) | undefined;
  /** All requests as they were made. */
  readonly requests: { readonly stream: string; readonly events: readonly NewEvent[]; readonly expected: ExpectedRevision }[];
}

/** A store behind a network that loses things. */
export function unreliable(store: EventStore): UnreliableEventStore {
  const wrapper: UnreliableEventStore = {
    storeId: store.storeId,
    failures: [],
    before: undefined,
    requests: [],
    async append(stream, events, expected): Promise<AppendResult> {
      wrapper.requests.push({ stream, events, expected });
      const failure = wrapper.failures.shift();
      const { before } = wrapper;
      wrapper.before = undefined;
      await before?.();
      if (failure === 'lost-request') throw new Error('connection lost');
      const result = await store.append(stream, events, expected);
      if (failure === 'lost-answer') throw new Error('connection lost');
      return result;
    },
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    subscribe: (options) => store.subscribe(options),
    head: () => store.head(),
    getMetadata: (stream) => store.getMetadata(stream),
    setMetadata: (stream, metadata) => store.setMetadata(stream, metadata),
    deleteStream: (stream, expected, options) => store.deleteStream(stream, expected, options),
    close: () => store.close(),
  };
  return wrapper;
}
