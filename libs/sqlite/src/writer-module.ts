import type { DatabaseSync } from 'node:sqlite';

/** What a module found when it looked at its records. */
export interface Inspection {
  /** Position of the last record that can be read, 0 without one. */
  readonly last: number;
  /** The first position at which a record must have stood that cannot be read. */
  readonly missing?: number;
}

export interface InspectionOrder {
  /** A record with this position was durable once; 0 when that is not known. */
  readonly durable: number;
  /** Look at every record: something in the file is damaged. Otherwise only at as many as cost next to nothing. */
  readonly thorough: boolean;
}

/**
 * The default export of a writer module. Runs in the writer thread: synchronous, `node:sqlite` only.
 * Declare it `const module: WriterModule<MyRequest, MyAnswer> = { … }; export default module;`
 */
export interface WriterModule<Request, Answer> {
  /** Version of its tables, from 1 (the default). A file that has a higher one is refused with WRONG_SCHEMA. */
  readonly version?: number;
  /** Size of the pages of a file that is created with it, in bytes (a power of two); default 4,096. Of several modules' the largest is taken. */
  readonly pageSize?: number;
  /**
   * Creates its tables, or brings them from version `found` (0: none were recorded) to `version`; called at every open, inside a transaction.
   */
  migrate(db: DatabaseSync, found: number): void;
  /**
   * Prepares its statements once; the returned function handles one request inside a savepoint. To refuse the request throw an
   * Error with a string `code`: code, message, name and enumerable own fields cross the thread. Requests and answers are structured clones.
   */
  open(db: DatabaseSync): (request: Request) => Answer;
  /** For a module that numbers its records without gaps: asks for the last number. Called after each commit. */
  position?(db: DatabaseSync): () => number;
  /** Called at open, before anything is written, if the module has been in the file before. The connection may be read-only. */
  inspect?(db: DatabaseSync, order: InspectionOrder): Inspection;
}

export type NamedModule = readonly [name: string, module: WriterModule<unknown, unknown>];
