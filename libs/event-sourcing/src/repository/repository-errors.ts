export type RepositoryErrorCode = 'STREAM_CONTENDED' | 'APPEND_OUTCOME_UNKNOWN';

export class RepositoryError extends Error {
  constructor(
    readonly code: RepositoryErrorCode,
    readonly stream: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Other writers were faster every time; nothing was written. */
export class StreamContendedError extends RepositoryError {
  constructor(stream: string, tries: number, options?: ErrorOptions) {
    super('STREAM_CONTENDED', stream, `stream ${stream}: lost against other writers ${tries} times`, options);
  }
}

/** The store did not say whether it wrote the events. Sending the command again with the same command id is safe. */
export class AppendOutcomeUnknownError extends RepositoryError {
  constructor(stream: string, options?: ErrorOptions) {
    super('APPEND_OUTCOME_UNKNOWN', stream, `stream ${stream}: the outcome of an append is unknown`, options);
  }
}
