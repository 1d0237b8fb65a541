export type Scalar = string | number | null;
export type Document = Readonly<Record<string, unknown>>;

/** Fields named here can be filtered and sorted by; values of such fields are strings, numbers, booleans (as 0/1) or absent (null). */
export interface CollectionDefinition {
  readonly name: string;
  /** Each index: field names in order. */
  readonly indexes: readonly (readonly string[])[];
}

/** Writes only when the stored position is lower than `position`; `document: null` deletes (and keeps the position as a tombstone). */
export interface GuardedWrite {
  readonly collection: string;
  readonly id: string;
  readonly position: number;
  readonly document: Document | null;
}

export interface WriteBatch {
  readonly writes: readonly GuardedWrite[];
  /** Stored in the same transaction; never moves backwards. */
  readonly checkpoint?: { readonly projection: string; readonly position: number };
}

/** All that is given must hold. `from`, `to` and `prefix` match values of their own type only: never an absent value, never a number for a string. */
export interface Condition {
  readonly field: string;
  /** null: the field is absent or null. */
  readonly equals?: Scalar;
  readonly from?: string | number;
  /** Exclusive. */
  readonly to?: string | number;
  readonly prefix?: string;
  readonly in?: readonly Scalar[];
}

export interface Query {
  readonly where?: readonly Condition[];
  /** Declared fields; the document id is always the last tie-break. Absent values come first, then numbers, then strings by code point. */
  readonly sort?: readonly string[];
  /** Turns the whole order round, the tie-break too. */
  readonly descending?: boolean;
  /** A positive integer; 500 unless told. */
  readonly limit?: number;
  /** `next` of an earlier page of the same collection, sort and direction. @throws ReadStoreError INVALID_CURSOR */
  readonly after?: string;
}

export interface Stored<D extends Document = Document> {
  readonly id: string;
  readonly position: number;
  readonly document: D;
}

export interface Page<D extends Document = Document> {
  readonly items: readonly Stored<D>[];
  /** Opaque, stable while new data arrives. */
  readonly next: string | null;
}

/** The read-model port: everything in it can be rebuilt from the events. */
export interface ReadStore {
  /** Idempotent; call before use, after each opening. Defining a collection again adds the indexes it did not have; documents are kept. */
  define(collections: readonly CollectionDefinition[]): Promise<void>;
  /** Several writes of one id: the highest position wins. A batch that names an unknown collection changes nothing. */
  write(batch: WriteBatch): Promise<void>;
  get<D extends Document = Document>(collection: string, id: string): Promise<Stored<D> | undefined>;
  getMany<D extends Document = Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored<D>>>;
  find<D extends Document = Document>(collection: string, query: Query): Promise<Page<D>>;
  count(collection: string, where?: readonly Condition[]): Promise<number>;
  /** 0 when the projection never wrote. */
  checkpoint(projection: string): Promise<number>;
  /** Removes all documents of the collections and the projection's checkpoint, in one transaction. */
  reset(projection: string, collections: readonly string[]): Promise<void>;
  /** Idempotent. Everything after it rejects with STORE_CLOSED. What the store was given to live in stays open. */
  close(): Promise<void>;
}

export type ReadStoreErrorCode = 'UNKNOWN_COLLECTION' | 'UNKNOWN_FIELD' | 'INVALID_CURSOR' | 'STORE_CLOSED' | 'STORE_FAILED';

export class ReadStoreError extends Error {
  constructor(
    readonly code: ReadStoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
