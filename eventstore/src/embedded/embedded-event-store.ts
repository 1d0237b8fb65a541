import { setImmediate } from 'node:timers/promises';
import { fileError, type SqliteFile } from '#sqlite';
import { checkAppend, checkDeletion, checkMetadata, checkStream, checkWhole } from '../arguments.js';
import {
  type AllPage,
  type AppendResult,
  type DeleteOptions,
  type EventStore,
  EventStoreError,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type StoredEvent,
  type StreamMetadata,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '../port.js';
import { type AllReader, allReader, PAGE } from './all-reader.js';
import { CommitSignal } from './commit-signal.js';
import { EVENTS_MODULE, type EventsRequest } from './events-protocol.js';
import { toStoreError } from './store-errors.js';
import { type StreamReader, streamReader } from './stream-reader.js';
import { subscription } from './subscription.js';

export class EmbeddedEventStore implements EventStore {
  private readonly commits = new CommitSignal();
  private readonly closing = new AbortController();
  private readonly all: AllReader;
  private readonly streams: StreamReader;
  private readonly forget: () => void;

  constructor(
    private readonly file: SqliteFile,
    readonly storeId: string,
  ) {
    this.all = allReader(file.reader());
    this.streams = streamReader(file.reader());
    this.forget = file.onCommit(EVENTS_MODULE, () => this.commits.fire());
  }

  /** Queues the append before it returns: appends are written in the order of the calls. */
  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    this.checkOpen();
    checkAppend(stream, events, expected);
    const tuples = events.map(({ id, type, data, metadata }) => [id, type, data, metadata] as const);
    return this.write<AppendResult>({ kind: 'append', stream, events: tuples, expected }, stream, expected);
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly StoredEvent[]> {
    this.checkOpen();
    checkStream(stream);
    checkWhole('from', options.from, 0);
    checkWhole('limit', options.limit, 1);
    const events: StoredEvent[] = [];
    const pages = this.streams.pages(stream, options);
    for (let page = this.read(() => pages.next()); page.done !== true; page = this.read(() => pages.next())) {
      events.push(...page.value);
      if (page.value.length === PAGE) await this.turn();
    }
    return events;
  }

  async readAll(options: ReadAllOptions = {}): Promise<AllPage> {
    this.checkOpen();
    checkWhole('after', options.after, 0);
    checkWhole('limit', options.limit, 1);
    return this.read(() => this.all.page(options));
  }

  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    this.checkOpen();
    checkWhole('after', options.after, 0);
    checkWhole('batch', options.batch, 1);
    return subscription({ page: (page) => this.read(() => this.all.page(page)), commits: this.commits }, options, this.closing.signal);
  }

  async head(): Promise<Position> {
    this.checkOpen();
    return this.read(() => this.all.head());
  }

  async getMetadata(stream: string): Promise<StreamMetadata> {
    this.checkOpen();
    checkStream(stream);
    return this.read(() => this.streams.metadata(stream));
  }

  async setMetadata(stream: string, metadata: StreamMetadata): Promise<void> {
    this.checkOpen();
    checkMetadata(stream, metadata);
    await this.write<undefined>({ kind: 'set-metadata', stream, json: JSON.stringify(metadata) }, stream, 'any');
  }

  async deleteStream(stream: string, expected: ExpectedRevision, { permanently = false }: DeleteOptions = {}): Promise<Position> {
    this.checkOpen();
    checkDeletion(stream, expected);
    return this.write<Position>({ kind: 'delete-stream', stream, expected, permanently }, stream, expected);
  }

  /** Ends all subscriptions. Appends under way are still written; the file stays open. */
  async close(): Promise<void> {
    this.forget();
    this.closing.abort();
  }

  private async write<T>(request: EventsRequest, stream: string, expected: ExpectedRevision): Promise<T> {
    try {
      return await this.file.write<T>(EVENTS_MODULE, request);
    } catch (error) {
      throw toStoreError(error, stream, expected);
    }
  }

  private read<T>(look: () => T): T {
    try {
      return look();
    } catch (error) {
      if (error instanceof EventStoreError) throw error;
      const { code, message } = fileError(error, this.file.path);
      throw new EventStoreError(code, `the event store cannot be read: ${message}`, { cause: error });
    }
  }

  /** Lets others have a turn between the pages of a long stream. */
  private async turn(): Promise<void> {
    await setImmediate();
    this.checkOpen();
  }

  private checkOpen(): void {
    if (this.closing.signal.aborted) throw new EventStoreError('STORE_CLOSED', 'the event store is closed');
  }
}
