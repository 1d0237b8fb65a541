/** An event as a client hands it in. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  /** The content type was exactly `application/json`; anything else is kept as bytes. */
  readonly isJson: boolean;
  readonly data: Uint8Array;
  /** The client's own metadata; empty when it sent none. */
  readonly metadata: Uint8Array;
}

export interface RecordedEvent extends ProposedEvent {
  readonly stream: string;
  /** Revision in the store; what ends a stream for good shows {@link TOMBSTONE_REVISION} to clients. */
  readonly revision: number;
  /** Position in the store, from 1. */
  readonly position: number;
  /** When it was written: ticks of 100 ns since 1970, in decimals. */
  readonly created: string;
  readonly isTombstone: boolean;
}

/** Revision of `$streamDeleted`, and the value of `$tb` that hides a whole stream: the largest signed 64-bit integer. */
export const TOMBSTONE_REVISION = 9_223_372_036_854_775_807n;

export const STREAM_DELETED = '$streamDeleted';
export const STREAM_METADATA = '$metadata';
export const LINK = '$>';
