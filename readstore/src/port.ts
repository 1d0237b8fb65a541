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

export interface Condition {
  readonly field: string;
  readonly equals?: Scalar;
  readonly from?: string | number;
  /** Exclusive. */
  readonly to?: string | number;
  readonly prefix?: string;
  readonly in?: readonly Scalar[];
}

export interface Query {
  readonly where?: readonly Condition[];
  /** Declared fields; the document id is always the last tie-break. */
  readonly sort?: readonly string[];
  readonly descending?: boolean;
  readonly limit?: number;
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
  /** Idempotent; call before use. */
  define(collections: readonly CollectionDefinition[]): Promise<void>;
  write(batch: WriteBatch): Promise<void>;
  get<D extends Document = Document>(collection: string, id: string): Promise<Stored<D> | undefined>;
  getMany<D extends Document = Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored<D>>>;
  find<D extends Document = Document>(collection: string, query: Query): Promise<Page<D>>;
  count(collection: string, where?: readonly Condition[]): Promise<number>;
  /** 0 when the projection never wrote. */
  checkpoint(projection: string): Promise<number>;
  /** Removes all documents of the collections and the projection's checkpoint, in one transaction. */
  reset(projection: string, collections: readonly string[]): Promise<void>;
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
