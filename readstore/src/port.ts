export type Scalar = string | number | null;
export type Document = Readonly<Record<string, unknown>>;

/** Fields named here can be filtered and sorted by; values of such fields are strings, numbers, booleans (as 0/1) or absent (null). */
export interface CollectionDefinition {
  readonly name: string;
  /** Each index: field names in order. */
  readonly indexes: readonly (readonly string[])[];
}

export interface DefineOptions {
  /**
   * `later`: the fields are declared, but indexes that are not there yet are left to a definition that comes later. Until then documents are
   * written at a fraction of the cost, and finding them by field costs a look at all of them. A hint: a store may create them at once.
   */
  readonly indexes?: 'now' | 'later';
}

/** Writes only when the stored position is lower than `position`; `document: null` deletes (and keeps the position as a tombstone). */
export interface GuardedWrite {
  readonly collection: string;
  readonly id: string;
  readonly position: number;
  readonly document: Document | null;
  /** Epoch ms from which {@link ReadStore.sweep} may remove the document; absent: never. Readable until then. */
  readonly expiresAt?: number;
}

export interface WriteBatch {
  readonly writes: readonly GuardedWrite[];
  /** Stored in the same transaction, or after the documents where the store has none; never moves backwards. */
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

export interface SweepOptions {
  readonly now?: number;
  readonly tombstonesUpTo?: number;
}

/** `version` is at least 1 and rises with each change. No version of an id ever comes again, not even after its row was removed. */
export interface Row<D extends Document = Document> {
  readonly id: string;
  readonly version: number;
  readonly document: D;
}

/**
 * The read-model port: everything in it can be rebuilt from the events. `get`, `getMany`, `find` and `count` also take the name of an alias
 * (see {@link ReadStore.pointAliases}), which wins over a collection of the same name; everything else names the collection itself.
 */
export interface ReadStore {
  /** Idempotent; call before use, after each opening. Defining a collection again adds the indexes it did not have; documents are kept. */
  define(collections: readonly CollectionDefinition[], options?: DefineOptions): Promise<void>;
  /** Several writes of one id: the highest position wins. A batch that names an unknown collection changes nothing. */
  write(batch: WriteBatch): Promise<void>;
  get<D extends Document = Document>(collection: string, id: string): Promise<Stored<D> | undefined>;
  getMany<D extends Document = Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored<D>>>;
  find<D extends Document = Document>(collection: string, query: Query): Promise<Page<D>>;
  count(collection: string, where?: readonly Condition[]): Promise<number>;
  /** 0 when the projection never wrote. */
  checkpoint(projection: string): Promise<number>;
  /** Removes all documents of the collections and the projection's checkpoint: in one transaction, or the checkpoint first. */
  reset(projection: string, collections: readonly string[]): Promise<void>;
  /** Removes a checkpoint (of a projection generation that was dropped). */
  forgetCheckpoint(projection: string): Promise<void>;

  /** Rows that several writers change by compare-and-set (leases, markers, jobs); `table` needs no definition. */
  getRow<D extends Document = Document>(table: string, id: string): Promise<Row<D> | undefined>;
  /** All rows of a table, by id. For small tables. */
  rows<D extends Document = Document>(table: string): Promise<readonly Row<D>[]>;
  /**
   * `expected`: the version read before, 0 for "no such row". `document: null` removes. Answers the new version (removed: 0), undefined when
   * another was faster.
   */
  compareAndSet(table: string, id: string, expected: number, document: Document | null): Promise<number | undefined>;

  /**
   * Points names at collections, all at once (an alias document): reads by such a name go where it points. Writes name the collection itself.
   * Aliases not mentioned stay. Cursors of an alias stay good when it is pointed elsewhere.
   * @throws ReadStoreError UNKNOWN_COLLECTION: then none is pointed
   */
  pointAliases(aliases: Readonly<Record<string, string>>): Promise<void>;
  aliases(): Promise<Readonly<Record<string, string>>>;
  /**
   * Removes collections with all they hold. Idempotent.
   * @throws ReadStoreError IN_USE when an alias points at one of them: then none is removed
   */
  drop(collections: readonly string[]): Promise<void>;
  /** Names of the collections that exist, by code point. */
  collections(): Promise<readonly string[]>;
  /**
   * Removes what has expired at `now` (epoch ms), and tombstones of the collection at or below `tombstonesUpTo`; answers how many. Bounded per
   * call; call again while it answers > 0.
   */
  sweep(collection: string, options: SweepOptions): Promise<number>;
  /** Idempotent. Everything after it rejects with STORE_CLOSED. What the store was given to live in stays open. */
  close(): Promise<void>;
}

/**
 * - `UNKNOWN_COLLECTION`, `UNKNOWN_FIELD` not defined since the store was opened
 * - `INVALID_CURSOR` not a cursor, or one of another query
 * - `IN_USE` an alias points at it
 * - `STORE_CLOSED` closed by its owner
 * - `STORE_UNAVAILABLE` the store cannot be reached now, or somebody else holds it; whether a request was written is unknown
 * - `STORE_READ_ONLY`, `STORE_FULL` it cannot be written
 * - `WRONG_SCHEMA` written by a newer version of the program, or by another program
 * - `STORE_FAILED` anything else; whether a request was written is unknown
 */
export type ReadStoreErrorCode =
  | 'UNKNOWN_COLLECTION'
  | 'UNKNOWN_FIELD'
  | 'INVALID_CURSOR'
  | 'IN_USE'
  | 'STORE_CLOSED'
  | 'STORE_UNAVAILABLE'
  | 'STORE_READ_ONLY'
  | 'STORE_FULL'
  | 'WRONG_SCHEMA'
  | 'STORE_FAILED';

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
