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
import type { EsdbParts } from './esdb-parts.js';
import { STORE_STREAM } from './store-id.js';
import { toStreamMetadata } from './stream-metadata.js';
import { subscription } from './subscription.js';

export class EsdbEventStore implements EventStore {
  private readonly writing = new Set<Promise<unknown>>();

  constructor(
    readonly storeId: string,
    private readonly parts: EsdbParts,
  ) {}

  /** Sends the append before it returns: appends are sent in the order of the calls. */
  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    this.checkOpen();
    checkAppend(stream, events, expected);
    return this.write(this.parts.appender.append(stream, events, expected));
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly StoredEvent[]> {
    this.checkOpen();
    checkStream(stream);
    checkWhole('from', options.from, 0);
    checkWhole('limit', options.limit, 1);
    return this.read(this.parts.streams.read(stream, options));
  }

  async readAll(options: ReadAllOptions = {}): Promise<AllPage> {
    this.checkOpen();
    checkWhole('after', options.after, 0);
    checkWhole('limit', options.limit, 1);
    return this.read(this.parts.all.page(options));
  }

  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    this.checkOpen();
    checkWhole('after', options.after, 0);
    checkWhole('batch', options.batch, 1);
    return subscription(this.parts, options);
  }

  async head(): Promise<Position> {
    this.checkOpen();
    return this.read(this.parts.all.head());
  }

  async getMetadata(stream: string): Promise<StreamMetadata> {
    this.checkOpen();
    checkStream(stream);
    return toStreamMetadata((await this.read(this.parts.metadata.read(stream))).fields);
  }

  async setMetadata(stream: string, metadata: StreamMetadata): Promise<void> {
    this.checkOpen();
    checkMetadata(stream, metadata);
    this.checkNotReserved(stream);
    await this.write(this.parts.metadata.replace(stream, metadata));
  }

  async deleteStream(stream: string, expected: ExpectedRevision, { permanently = false }: DeleteOptions = {}): Promise<Position> {
    this.checkOpen();
    checkDeletion(stream, expected);
    this.checkNotReserved(stream);
    const { deleter } = this.parts;
    return this.write(permanently ? deleter.deletePermanently(stream, expected) : deleter.delete(stream, expected));
  }

  /** Ends all subscriptions. What is being written is still waited for, then the connections are closed. */
  async close(): Promise<void> {
    this.parts.close();
    await Promise.allSettled(this.writing);
    await this.parts.connection.close();
  }

  private async write<T>(work: Promise<T>): Promise<T> {
    this.writing.add(work);
    try {
      return await work;
    } finally {
      this.writing.delete(work);
    }
  }

  /** A read that the closing of the store has cut says so. */
  private async read<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.checkOpen();
      throw error;
    }
  }

  private checkNotReserved(stream: string): void {
    if (stream === STORE_STREAM) throw new EventStoreError('INVALID_ARGUMENT', `the stream ${STORE_STREAM} is the store's own`);
  }

  private checkOpen(): void {
    if (this.parts.settings.closed.aborted) throw new EventStoreError('STORE_CLOSED', 'the event store is closed');
  }
}
