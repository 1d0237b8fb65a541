/**
 * Global order of an event within one store: strictly increasing, not dense. A safe integer. An adapter whose store has two coordinates
 * (commit and prepare) carries both in it. Only 0 and what the store itself answered (of an event, `next`, a checkpoint, `head`) may be
 * given back to it.
 */
export type Position = number;

/** What the caller believes about the stream: a number is the exact revision (0-based) of its last event. */
export type ExpectedRevision = 'no-stream' | 'any' | 'stream-exists' | number;

/** `data` and `metadata` are JSON texts and are stored byte for byte. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

export interface StoredEvent extends NewEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

export interface AppendResult {
  /** Revision of the last event of this append. */
  readonly revision: number;
  readonly position: Position;
  /** True when the same event ids stood there already: nothing was written. */
  readonly repeated: boolean;
}

export interface ReadStreamOptions {
  /** First revision to read; default: the start (forward) or the end (backward). */
  readonly from?: number;
  readonly direction?: 'forward' | 'backward';
  readonly limit?: number;
}

export interface AllFilter {
  readonly streamPrefix?: string;
  readonly types?: readonly string[];
}

export interface ReadAllOptions extends AllFilter {
  /** Events after this position (forward) or before it (backward). */
  readonly after?: Position;
  readonly direction?: 'forward' | 'backward';
  readonly limit?: number;
}

export interface AllPage {
  readonly events: readonly StoredEvent[];
  /** Where to go on, also when a filter left the page empty. */
  readonly next: Position;
  readonly atEnd: boolean;
}

/**
 * - `events`: never empty; the position of the last one is where to go on
 * - `checkpoint`: every matching event up to `position` has been handed out. That is how a filtered subscription learns of progress through
 *   events that do not match. It may lag, it never runs ahead
 * - `caught-up`: a checkpoint, and all that the store held has been handed out: from now on live. May be said again
 */
export type SubscriptionMessage =
  | { readonly kind: 'events'; readonly events: readonly StoredEvent[] }
  | { readonly kind: 'checkpoint'; readonly position: Position }
  | { readonly kind: 'caught-up'; readonly position: Position };

export interface SubscribeOptions extends AllFilter {
  /** Exclusive; 0 is the beginning. */
  readonly after: Position;
  readonly signal?: AbortSignal;
  /** Largest batch handed out at once. */
  readonly batch?: number;
}

export interface StreamMetadata {
  readonly maxCount?: number;
  readonly truncateBefore?: number;
  readonly custom?: Readonly<Record<string, unknown>>;
}

export interface DeleteOptions {
  /** Leaves a tombstone: the name can never be used again. Default: false. */
  readonly permanently?: boolean;
}

/**
 * The event store port. `append` resolves after the events are durable (fsync). One append touches one stream,
 * holds at most 900 KiB, each event at most 256 KiB ({@link EventTooLargeError}).
 *
 * Repetition. Repeating an append with the same ids at the same `no-stream` or exact revision answers the first result, also after a restart
 * and after later events. With `any` and `stream-exists` the same ids are recognised only for a while: after a restart of the store they
 * may be written again. Content is not compared. An event id belongs to one stream; what happens to one that is used in another is not said.
 *
 * Names of streams and types that begin with `$` belong to the store itself: they are refused (INVALID_ARGUMENT), and no read or
 * subscription shows such events. Deleting a stream and setting its metadata are no events either.
 *
 * Every method rejects with an {@link EventStoreError}.
 */
export interface EventStore {
  /** Stable name of this store's data, part of every position shown to clients. */
  readonly storeId: string;
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult>;
  /** Empty when the stream does not exist or is deleted; of a stream deleted permanently it is an error. @throws StreamDeletedError */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly StoredEvent[]>;
  readAll(options?: ReadAllOptions): Promise<AllPage>;
  /**
   * Catch-up, then live: no gap, no duplicate, pull-based. A subscriber that does not pull costs bounded memory, however much is written;
   * one that the store cuts off is taken up again by the adapter. Ends when the signal aborts or the store closes.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  /** Position of the last event that `readAll` would show, 0 when there is none. */
  head(): Promise<Position>;
  /** @throws StreamDeletedError of a stream deleted permanently */
  getMetadata(stream: string): Promise<StreamMetadata>;
  /**
   * Replaces the metadata whole. A deleted stream is there again then, still without its earlier events: `truncateBefore` says so.
   * @throws StreamDeletedError of a stream deleted permanently
   */
  setMetadata(stream: string, metadata: StreamMetadata): Promise<void>;
  /**
   * Deletes a stream, which hides it from `readStream`; `readAll` and `subscribe` still show its events. The answer is no smaller than the
   * position of any event of the stream.
   *
   * By default the stream may come back: appends with `no-stream`, `any` or the exact old last revision go on with the next revision and
   * only what they write is read; `stream-exists` is a {@link StreamDeletedError}. The metadata are forgotten; once the stream has come back,
   * `truncateBefore` says where. A stream that does not exist cannot be deleted, whatever is expected ({@link WrongExpectedRevisionError}).
   *
   * `permanently`: from then on every append, read, deletion and access to the metadata of the stream is a {@link StreamDeletedError}.
   * Needs no stream when `any` or `no-stream` is expected.
   */
  deleteStream(stream: string, expected: ExpectedRevision, options?: DeleteOptions): Promise<Position>;
  close(): Promise<void>;
}

/**
 * - `WRONG_EXPECTED_REVISION` the stream is not where the caller believes; nothing was written
 * - `STREAM_DELETED` the stream is deleted; nothing was written
 * - `EVENT_TOO_LARGE`, `INVALID_ARGUMENT` refused before anything was tried
 * - `STORE_LOCKED` another process has it
 * - `STORE_CLOSED` closed by its owner
 * - `STORE_UNAVAILABLE` cannot be reached, or gave no answer in time: whether it was written is unknown
 * - `ACCESS_DENIED` the credentials, or the user of this process, are not good enough
 * - `STORE_READ_ONLY`, `STORE_FULL` nothing can be written (any more); nothing of this was
 * - `STORE_DAMAGED` what was written is not there any more or cannot be read
 * - `WRONG_SCHEMA` written by another or a newer program
 * - `STORE_FAILED` anything else: whether it was written is unknown
 */
export type EventStoreErrorCode =
  | 'WRONG_EXPECTED_REVISION'
  | 'STREAM_DELETED'
  | 'EVENT_TOO_LARGE'
  | 'INVALID_ARGUMENT'
  | 'STORE_LOCKED'
  | 'STORE_CLOSED'
  | 'STORE_UNAVAILABLE'
  | 'ACCESS_DENIED'
  | 'STORE_READ_ONLY'
  | 'STORE_FULL'
  | 'STORE_DAMAGED'
  | 'WRONG_SCHEMA'
  | 'STORE_FAILED';

export class EventStoreError extends Error {
  constructor(
    readonly code: EventStoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

export class WrongExpectedRevisionError extends EventStoreError {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    /** Revision of the stream's last event, -1 when there is no stream. */
    readonly actual: number,
  ) {
    super('WRONG_EXPECTED_REVISION', `stream ${stream}: expected ${expected}, is at ${actual < 0 ? 'no-stream' : actual}`);
  }
}

export class StreamDeletedError extends EventStoreError {
  constructor(readonly stream: string) {
    super('STREAM_DELETED', `stream ${stream} is deleted`);
  }
}

export class EventTooLargeError extends EventStoreError {
  constructor(message: string) {
    super('EVENT_TOO_LARGE', message);
  }
}
