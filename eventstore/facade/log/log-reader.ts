import { setImmediate } from 'node:timers/promises';
import type { StoredEvent } from '../../src/index.js';
import type { EventLog } from './event-log.js';
import { unseal } from './event-codec.js';
import type { RecordedEvent } from './recorded-event.js';
import { firstReadable, isSoftDeleted } from './stream-metadata.js';
import { isClientStream } from './stream-names.js';
import type { StreamState } from './stream-state.js';

export interface StreamPage {
  readonly kind: 'page';
  readonly events: readonly RecordedEvent[];
  /** Where the next page begins. */
  readonly next: number;
  readonly isEnd: boolean;
  /** Revision of the stream's last event. */
  readonly last: number;
}

export type StreamRead = StreamPage | { readonly kind: 'no-stream' } | { readonly kind: 'deleted' };

export interface AllRead {
  readonly events: readonly RecordedEvent[];
  /** As the store's pages go on: exclusive, in the direction of the read. */
  readonly next: number;
  readonly atEnd: boolean;
}

const TICKS_PER_SECOND = 10_000_000n;

/** Reads what is on disk, with the limits that stream metadata sets, in the pages of a server: their bounds can be told from outside. */
export class LogReader {
  constructor(
    private readonly log: EventLog,
    private readonly now: () => number,
  ) {}

  /** At most `count` revisions from `from` on; fewer events, or none, where some cannot be read any more. */
  async forward(name: string, from: number, count: number): Promise<StreamRead> {
    const state = this.readable(name);
    if (!(typeof state === 'object')) return { kind: state };
    const last = state.lastOnDisk;
    const end = from + count - 1;
    const first = firstReadable(state.metadata, last);
    if (end < first) return { kind: 'page', events: [], next: first, isEnd: false, last };
    const start = Math.max(from, first);
    if (start > last) return { kind: 'page', events: [], next: last + 1, isEnd: true, last };
    const events = await this.fresh(state, start, end - start + 1);
    return { kind: 'page', events, next: (events.at(-1)?.revision ?? last) + 1, isEnd: events.length === 0 || end >= last, last };
  }

  /** At most `count` revisions from `from` down. */
  async backward(name: string, from: number, count: number): Promise<StreamRead> {
    const state = this.readable(name);
    if (!(typeof state === 'object')) return { kind: state };
    const last = state.lastOnDisk;
    const high = Math.min(from, last);
    const first = firstReadable(state.metadata, last);
    if (high < first) return { kind: 'page', events: [], next: -1, isEnd: true, last };
    const stored = await this.log.store.readStream(state.stored, { from: high, direction: 'backward', limit: count });
    const events = (await this.open(stored)).filter(({ revision }) => revision >= first).filter(this.isYoung(state));
    const low = high - count + 1;
    return { kind: 'page', events, next: low - 1, isEnd: low <= first || events.length < stored.length, last };
  }

  /** One event whatever the metadata says; undefined when there is none, or the stream was deleted. */
  async one(name: string, revision: number): Promise<RecordedEvent | undefined> {
    const page = await this.forward(name, revision, 1);
    return page.kind === 'page' ? page.events.find((event) => event.revision === revision) : undefined;
  }

  /** Events of one stream after a revision, also those that metadata hides: what a live subscriber gets. */
  async live(state: StreamState, after: number, count: number): Promise<readonly RecordedEvent[]> {
    return this.open(await this.log.store.readStream(state.stored, { from: after + 1, limit: count }));
  }

  /** Gives others their turn first: a filter that matches next to nothing would otherwise keep it through the whole log. */
  async all(direction: 'forward' | 'backward', after: number | undefined, limit: number): Promise<AllRead> {
    await setImmediate();
    const page = await this.log.store.readAll({ direction, limit, ...(after === undefined ? {} : { after }) });
    const events = await this.open(page.events.filter(({ stream }) => isClientStream(stream)));
    return { events, next: page.next, atEnd: page.atEnd };
  }

  private readable(name: string): StreamState | 'no-stream' | 'deleted' {
    const state = this.log.index.find(name);
    if (state?.isTombstoned === true) return 'deleted';
    return state === undefined || state.lastOnDisk < 0 || isSoftDeleted(state.metadata) ? 'no-stream' : state;
  }

  /** The first events from `start` on that are young enough. */
  private async fresh(state: StreamState, start: number, limit: number): Promise<readonly RecordedEvent[]> {
    for (let from = start; ;) {
      const stored = await this.log.store.readStream(state.stored, { from, limit });
      const events = (await this.open(stored)).filter(this.isYoung(state));
      if (events.length > 0 || stored.length === 0) return events;
      from += stored.length;
    }
  }

  private isYoung({ metadata: { maxAge } }: StreamState): (event: RecordedEvent) => boolean {
    if (maxAge === undefined || maxAge === Infinity) return () => true;
    const oldest = BigInt(this.now()) * 10_000n - BigInt(maxAge) * TICKS_PER_SECOND;
    return ({ created }) => BigInt(created) >= oldest;
  }

  private open(stored: readonly StoredEvent[]): Promise<RecordedEvent[]> {
    const { packs, index } = this.log;
    return Promise.all(stored.map(async (event) => unseal(await packs.open(event), event, index.nameOf(event.stream))));
  }
}
