/**
 * - `STORE_LOCKED` another process or connection has it
 * - `STORE_CLOSED` closed by its owner
 * - `STORE_FULL` the disk (or its quota) is full: nothing of the request was written
 * - `STORE_READ_ONLY` the file system or the file cannot be written
 * - `ACCESS_DENIED` this process's user may not open it
 * - `STORE_DAMAGED` what was written is not there any more, or cannot be read
 * - `WRONG_SCHEMA` written by a newer version of the program, or by another program
 * - `STORE_FAILED` anything else; whether a request was written is unknown
 */
export type SqliteErrorCode =
  'STORE_LOCKED' | 'STORE_CLOSED' | 'STORE_FULL' | 'STORE_READ_ONLY' | 'ACCESS_DENIED' | 'STORE_DAMAGED' | 'WRONG_SCHEMA' | 'STORE_FAILED';

/** What went wrong with the file, the thread or the directory, never with what was asked of a module. */
export class SqliteError extends Error {
  constructor(
    readonly code: SqliteErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A writer module refused a request: `code`, `message`, `name` and the other own fields are those of the error that it threw. */
export class WriteRejectedError extends Error {
  constructor(
    readonly code: string,
    message: string,
    name: string,
    fields: Readonly<Record<string, unknown>>,
  ) {
    super(message);
    Object.assign(this, fields);
    this.name = name;
  }
}
