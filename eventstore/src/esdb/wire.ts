/** Both coordinates of a record in the server's log: byte offsets. `prepare` equals `commit` for every event that is not part of an old explicit transaction. */
export interface WirePosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** An event as the official client hands it out: JSON is parsed, everything else is bytes. */
export interface WireRecord {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly isJson: boolean;
  readonly position?: WirePosition;
}

/** An event as the official client takes it. Metadata are bytes, so that nothing writes them anew. */
export interface WireEvent {
  readonly id: string;
  readonly type: string;
  readonly metadata: Uint8Array;
  readonly content: { readonly json: unknown } | { readonly bytes: Uint8Array };
}

export type WireExpected = 'any' | 'no_stream' | 'stream_exists' | bigint;

export type WireFrom = 'start' | 'end';

/** A filter of the server: either on event types or on stream names. */
export type WireFilter = { readonly on: 'type'; readonly regex: string } | { readonly on: 'stream'; readonly prefix: string };

/** What a feed holds, in the server's order. Reads hold events only. */
export interface FeedItem {
  readonly event?: WireRecord | undefined;
  readonly checkpoint?: WirePosition;
  readonly caughtUp?: true;
}

/** The part of a readable object stream that is used. */
export interface FeedItems {
  read(): unknown;
  on(event: 'readable' | 'end' | 'close' | 'error', listener: (error?: unknown) => void): unknown;
  removeAllListeners(event: 'readable'): unknown;
  resume(): unknown;
}

/** A read or a subscription under way: an object stream with a bounded buffer that the server is not asked to fill beyond. */
export interface Feed {
  readonly items: FeedItems;
  /** Ends the call on the server, too. */
  cancel(): void;
}

export interface WireReadOptions<From> {
  readonly from: WireFrom | From;
  readonly direction: 'forwards' | 'backwards';
  readonly limit?: number;
}

/** What the adapter needs of the official client. Errors are the client's own: see `failures.ts`. */
export interface EsdbLink {
  /** @param deadline milliseconds after which the server gives up */
  append(stream: string, events: readonly WireEvent[], expected: WireExpected, deadline: number): Promise<WireAppended>;
  readStream(stream: string, options: WireReadOptions<bigint>): Feed;
  readAll(options: WireReadOptions<WirePosition>): Feed;
  /** From the position on, exclusively. */
  subscribe(from: WireFrom | WirePosition, filter: WireFilter): Feed;
  /** The client cannot ask for `stream_exists` here. */
  deleteStream(stream: string, expected: Exclude<WireExpected, 'stream_exists'>, deadline: number): Promise<WirePosition | undefined>;
  tombstoneStream(stream: string, expected: WireExpected, deadline: number): Promise<WirePosition | undefined>;
  /** Cancels everything under way and closes all connections. */
  close(): Promise<void>;
}

export interface WireAppended {
  readonly revision: bigint;
  /** Missing when the same events stand in a stream that was deleted since. */
  readonly position?: WirePosition | undefined;
}
