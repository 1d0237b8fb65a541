import type { DatabaseSync } from 'node:sqlite';

/**
 * The default export of a writer module. Runs in the writer thread: synchronous, `node:sqlite` only.
 * Declare it `const module: WriterModule<MyRequest, MyAnswer> = { … }; export default module;`
 */
export interface WriterModule<Request, Answer> {
  /** Creates its tables; called once at open, inside a transaction. */
  migrate(db: DatabaseSync): void;
  /**
   * Prepares its statements once; the returned function handles one request inside a savepoint. To refuse the request throw an
   * Error with a string `code`: code, message, name and enumerable own fields cross the thread. Requests and answers are structured clones.
   */
  open(db: DatabaseSync): (request: Request) => Answer;
}
