/** Global order of an event within one store: strictly increasing, not dense. */
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

export type SubscriptionMessage =
  { readonly kind: 'events'; readonly events: readonly StoredEvent[] } | { readonly kind: 'caught-up'; readonly position: Position };

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

/**
 * The event store port. `append` resolves after the events are durable (fsync). One append touches one stream,
 * holds at most 900 KiB, each event at most 256 KiB ({@link EventTooLargeError}).
 * Repeating an append with the same ids at the same exact revision answers the first result.
 */
export interface EventStore {
  /** Stable name of this store's data, part of every position shown to clients. */
  readonly storeId: string;
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult>;
  /** Empty when the stream does not exist. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly StoredEvent[]>;
  readAll(options?: ReadAllOptions): Promise<AllPage>;
  /** Catch-up, then live: no gap, no duplicate, pull-based. Ends when the signal aborts. */
  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  /** Position of the last event, 0 when empty. */
  head(): Promise<Position>;
  getMetadata(stream: string): Promise<StreamMetadata>;
  setMetadata(stream: string, metadata: StreamMetadata): Promise<void>;
  close(): Promise<void>;
}

export type EventStoreErrorCode =
  | 'WRONG_EXPECTED_REVISION'
  | 'EVENT_TOO_LARGE'
  | 'INVALID_ARGUMENT'
  | 'STORE_LOCKED'
  | 'STORE_CLOSED'
  | 'STORE_FULL'
  | 'STORE_READ_ONLY'
  | 'STORE_DAMAGED'
  | 'WRONG_SCHEMA'
  | 'ACCESS_DENIED'
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

export class EventTooLargeError extends EventStoreError {
  constructor(message: string) {
    super('EVENT_TOO_LARGE', message);
  }
}
