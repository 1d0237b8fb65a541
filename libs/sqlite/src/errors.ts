export type SqliteErrorCode = 'STORE_LOCKED' | 'STORE_CLOSED' | 'STORE_FAILED';

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
