/** What a terminal event carries instead of the response. */
export interface ResponseRef {
  readonly sha256: string;
  readonly bytes: number;
}

/** Source of truth for command responses, encrypted at rest. Durable when the promise resolves. */
export interface ResultsStore {
  put(correlationUid: string, json: string, expiresAt: number): Promise<ResponseRef>;
  /** Undefined when absent, deleted or expired. */
  get(correlationUid: string, ref: ResponseRef): Promise<string | undefined>;
  delete(correlationUid: string): Promise<void>;
  /** Removes what expired before `now` (epoch ms); answers how many. */
  sweep(now: number): Promise<number>;
}
