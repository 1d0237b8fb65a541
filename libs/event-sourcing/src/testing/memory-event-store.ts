import { EventStoreError, StreamDeletedError, WrongExpectedRevisionError } from '#eventstore/port.js';
import type {
  AllFilter,
  AllPage,
  AppendResult,
  DeleteOptions,
  EventStore,
  ExpectedRevision,
  NewEvent,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  StreamMetadata,
  SubscribeOptions,
  SubscriptionMessage,
} from '#eventstore/port.js';
import { checkAppend, checkDeletion, checkMetadata, checkRead } from './memory-arguments.js';

const BATCH = 500;

function matcher({ streamPrefix = '', types }: AllFilter): (event: StoredEvent) => boolean {
  const wanted = types === undefined ? undefined : new Set(types);
  return (event) => event.stream.startsWith(streamPrefix) && (wanted === undefined || wanted.has(event.type));
}

/** An event store that forgets everything with the process: the port's rules without files or threads, for tests. */
export class MemoryEventStore implements EventStore {
  private readonly log: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly byId = new Map<string, StoredEvent>();
  private readonly metadata = new Map<string, StreamMetadata>();
  private readonly deleted = new Map<string, 'soft' | 'permanent'>();
  private readonly sleepers = new Set<() => void>();
  private readonly ending = new AbortController();

  constructor(readonly storeId = 'memory') {}

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    this.checkOpen();
    checkAppend(stream, events, expected);
    this.checkPresent(stream, expected);
    const present = this.streams.get(stream) ?? [];
    const repeated = this.standing(present, events, expected);
    if (repeated !== undefined) return { revision: repeated.revision, position: repeated.position, repeated: true };
    const actual = present.length - 1;
    if (!this.fits(stream, expected)) throw new WrongExpectedRevisionError(stream, expected, actual);
    if (events.some(({ id }) => this.byId.has(id))) throw new EventStoreError('INVALID_ARGUMENT', 'an event id stands elsewhere in the store');
    if (this.deleted.delete(stream)) this.metadata.set(stream, { truncateBefore: present.length });
    return this.write(stream, present, events);
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly StoredEvent[]> {
    this.checkOpen();
    checkRead(options.from, options.limit, stream);
    this.checkPresent(stream);
    const { direction = 'forward', limit = Infinity } = options;
    const events = this.visible(stream);
    if (direction === 'forward') return events.filter((event) => event.revision >= (options.from ?? 0)).slice(0, limit);
    return events
      .filter((event) => event.revision <= (options.from ?? Infinity))
      .toReversed()
      .slice(0, limit);
  }

  async readAll(options: ReadAllOptions = {}): Promise<AllPage> {
    this.checkOpen();
    checkRead(options.after, options.limit);
    const { direction = 'forward', limit = BATCH } = options;
    const forward = direction === 'forward';
    const after = options.after ?? (forward ? 0 : Infinity);
    const rest = forward ? this.log.slice(after) : this.log.slice(0, Math.max(after - 1, 0)).toReversed();
    const matches = matcher(options);
    const events: StoredEvent[] = [];
    for (const [index, event] of rest.entries()) {
      if (matches(event)) events.push(event);
      if (events.length >= limit) return { events, next: event.position, atEnd: index === rest.length - 1 };
    }
    return { events, next: rest.at(-1)?.position ?? options.after ?? 0, atEnd: true };
  }

  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return {
      [Symbol.asyncIterator]: () => {
        const left = new AbortController();
        const ended = AbortSignal.any([left.signal, this.ending.signal, ...(options.signal === undefined ? [] : [options.signal])]);
        const messages = this.follow(options, ended);
        // A `break` also has to wake a subscription that sleeps.
        const leave = (): Promise<IteratorResult<SubscriptionMessage>> => {
          left.abort();
          return messages.return(undefined);
        };
        return { next: () => messages.next(), return: leave };
      },
    };
  }

  async head(): Promise<Position> {
    this.checkOpen();
    return this.log.length;
  }

  async getMetadata(stream: string): Promise<StreamMetadata> {
    this.checkOpen();
    checkRead(undefined, undefined, stream);
    this.checkPresent(stream);
    return this.metadata.get(stream) ?? {};
  }

  async setMetadata(stream: string, metadata: StreamMetadata): Promise<void> {
    this.checkOpen();
    checkMetadata(stream, metadata);
    this.checkPresent(stream);
    const from = this.streams.get(stream)?.length ?? 0;
    const hidden = this.deleted.delete(stream) ? { truncateBefore: Math.max(metadata.truncateBefore ?? 0, from) } : {};
    this.metadata.set(stream, { ...structuredClone(metadata), ...hidden });
  }

  async deleteStream(stream: string, expected: ExpectedRevision, { permanently = false }: DeleteOptions = {}): Promise<Position> {
    this.checkOpen();
    checkDeletion(stream, expected);
    this.checkPresent(stream, expected);
    const actual = (this.streams.get(stream)?.length ?? 0) - 1;
    if ((actual < 0 && !permanently) || !this.fits(stream, expected)) throw new WrongExpectedRevisionError(stream, expected, actual);
    this.deleted.set(stream, permanently ? 'permanent' : 'soft');
    this.metadata.delete(stream);
    return this.log.length;
  }

  async close(): Promise<void> {
    this.ending.abort();
  }

  private fits(stream: string, expected: ExpectedRevision): boolean {
    const actual = (this.streams.get(stream)?.length ?? 0) - 1;
    if (expected === 'any') return true;
    if (expected === 'stream-exists') return actual >= 0;
    if (expected === 'no-stream') return actual < 0 || this.deleted.has(stream);
    return actual === expected;
  }

  /** The last of the same events if they stand where this append would have put them (or anywhere, when it does not say where). */
  private standing(present: readonly StoredEvent[], events: readonly NewEvent[], expected: ExpectedRevision): StoredEvent | undefined {
    const anywhere = expected === 'any' || expected === 'stream-exists';
    const start = anywhere ? present.findIndex(({ id }) => id === events[0]?.id) : expected === 'no-stream' ? 0 : expected + 1;
    const same = start >= 0 && events.every(({ id }, index) => present[start + index]?.id === id);
    return same ? present[start + events.length - 1] : undefined;
  }

  private write(stream: string, present: StoredEvent[], events: readonly NewEvent[]): AppendResult {
    const stored = events.map(({ id, type, data, metadata }, index) => {
      return { id, type, data, metadata, stream, revision: present.length + index, position: this.log.length + index + 1 };
    });
    this.streams.set(stream, present);
    present.push(...stored);
    this.log.push(...stored);
    for (const event of stored) this.byId.set(event.id, event);
    this.wakeAll();
    return { revision: present.length - 1, position: this.log.length, repeated: false };
  }

  /** Truncation hides events from reads of their stream, not from reads of all. */
  private visible(stream: string): readonly StoredEvent[] {
    if (this.deleted.has(stream)) return [];
    const events = this.streams.get(stream) ?? [];
    const { maxCount = Infinity, truncateBefore = 0 } = this.metadata.get(stream) ?? {};
    return events.slice(Math.max(truncateBefore, events.length - maxCount, 0));
  }

  private async *follow(options: SubscribeOptions, ended: AbortSignal): AsyncGenerator<SubscriptionMessage, undefined> {
    const { batch = BATCH } = options;
    let { after } = options;
    let caughtUp = false;
    if (!options.signal?.aborted) this.checkOpen();
    while (!ended.aborted) {
      const page = await this.readAll({ ...options, after, limit: batch });
      after = page.next;
      if (page.events.length > 0) yield { kind: 'events', events: page.events };
      if (!page.atEnd) continue;
      if (!caughtUp) yield { kind: 'caught-up', position: after };
      else if (page.events.at(-1)?.position !== after) yield { kind: 'checkpoint', position: after };
      caughtUp = true;
      await this.news(after, ended);
    }
  }

  /** Resolves when there is an event after the position, or the subscription has to end. */
  private news(after: Position, ended: AbortSignal): Promise<void> {
    if (this.log.length > after || ended.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.sleepers.delete(wake);
        ended.removeEventListener('abort', wake);
        resolve();
      };
      this.sleepers.add(wake);
      ended.addEventListener('abort', wake);
    });
  }

  private wakeAll(): void {
    for (const wake of this.sleepers) wake();
  }

  private checkPresent(stream: string, expected?: ExpectedRevision): void {
    const deletion = this.deleted.get(stream);
    if (deletion === 'permanent' || (deletion === 'soft' && expected === 'stream-exists')) throw new StreamDeletedError(stream);
  }

  private checkOpen(): void {
    if (this.ending.signal.aborted) throw new EventStoreError('STORE_CLOSED', 'the store is closed');
  }
}
