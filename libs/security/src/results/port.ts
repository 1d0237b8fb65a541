/** What a terminal event carries instead of the response. */
export interface ResponseRef {
  /** Of the JSON's UTF-8 bytes, hexadecimal, lower case. */
  readonly sha256: string;
  /** Length in UTF-8 bytes. */
  readonly bytes: number;
}

/** Source of truth for command responses, encrypted at rest. Durable when the promise resolves. */
export interface ResultsStore {
  /**
   * A command may have several responses (a bundle's partial answers grow): each stays until it expires or the command's are deleted, since
   * an event that names the earlier one may be the last that became durable. `expiresAt` in epoch milliseconds.
   */
  put(correlationUid: string, json: string, expiresAt: number): Promise<ResponseRef>;
  /** Undefined when absent, deleted, expired, or not what `ref` names. @throws ResultsStoreError */
  get(correlationUid: string, ref: ResponseRef): Promise<string | undefined>;
  /** Every response of the command. */
  delete(correlationUid: string): Promise<void>;
  /** Removes what has expired at `now` (epoch milliseconds); answers how many. */
  sweep(now: number): Promise<number>;
}

/** WRONG_MASTER_KEY: sealed under a master key that is not configured. RESULTS_FAILED: the file failed, or what it holds was altered. */
export type ResultsStoreErrorCode = 'WRONG_MASTER_KEY' | 'RESULTS_FAILED';

export class ResultsStoreError extends Error {
  constructor(
    readonly code: ResultsStoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
