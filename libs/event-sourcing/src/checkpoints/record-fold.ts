import { setImmediate } from 'node:timers/promises';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import { firstHash } from '../chain/event-hash.js';
import { chainStep, type ChainFault, type ChainHead } from '../chain/verify-stream.js';
import { parseEnvelope } from '../registry/stored-envelope.js';
import { HeadTable } from './head-table.js';

/** Where the chain of a stream breaks. */
export interface ChainBreak {
  readonly stream: string;
  readonly revision: number;
  readonly reason: ChainFault;
}

const NO_HASH = '0'.repeat(64);

/** What an event says of itself; an event that is none of ours has no hash. */
export function claimedHead(event: StoredEvent): ChainHead {
  try {
    return { revision: event.revision, hash: parseEnvelope(event).hash };
  } catch {
    return { revision: event.revision, hash: NO_HASH };
  }
}

/** Follows the whole record in the store's order and knows the head of every stream. */
export class RecordFold {
  /** Events so far. */
  events = 0;
  /** Of the last of them; 0 before the first. */
  position = 0;
  private readonly broken = new Set<string>();

  /** @param how `verified`: each event is verified against the head before it; `claimed`: events are taken at their word, which is much faster */
  constructor(
    private readonly how: 'verified' | 'claimed',
    readonly heads = new HeadTable(),
  ) {}

  /** The next events, in order. Answers where chains break; of a broken stream only the first break is told. */
  add(events: readonly StoredEvent[]): readonly ChainBreak[] {
    const breaks: ChainBreak[] = [];
    for (const event of events) {
      const found = this.step(event);
      if (found !== undefined) breaks.push(found);
      this.events++;
      this.position = event.position;
    }
    return breaks;
  }

  private step(event: StoredEvent): ChainBreak | undefined {
    const { stream } = event;
    if (this.how === 'claimed' || this.broken.has(stream)) {
      this.heads.set(stream, claimedHead(event));
      return undefined;
    }
    const previous = this.heads.get(stream) ?? { revision: -1, hash: firstHash(stream) };
    const next = chainStep(event, stream, previous);
    if (typeof next !== 'string') {
      this.heads.set(stream, next);
      return undefined;
    }
    this.broken.add(stream);
    this.heads.set(stream, claimedHead(event));
    return { stream, revision: previous.revision + 1, reason: next };
  }
}

const PAGE = 500;

/**
 * The events of a store in order, from after a position on, in pages; others get their turn in between. No page reaches over one of the
 * `stops`, which count events from the first one read, ascending.
 */
export async function* recordPages(
  store: EventStore,
  after = 0,
  stops: readonly number[] = [],
): AsyncGenerator<readonly StoredEvent[], undefined, undefined> {
  const ahead = stops.toSorted((a, b) => a - b);
  let read = 0;
  for (let next = after, atEnd = false; !atEnd;) {
    while (ahead[0] !== undefined && ahead[0] <= read) ahead.shift();
    const limit = Math.min(PAGE, (ahead[0] ?? Infinity) - read);
    const page = await store.readAll({ after: next, limit });
    ({ next, atEnd } = page);
    read += page.events.length;
    if (page.events.length > 0) yield page.events;
    await setImmediate();
  }
}
