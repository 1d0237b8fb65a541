import type { SealedResult } from '../transfer.js';

/** Where responses lie, sealed. Every write is durable when its promise resolves. Each function throws ResultsStoreError RESULTS_FAILED. */
export interface ResultsStorage {
  /** Replaces what stands under the same command and hash. */
  put(result: SealedResult): Promise<void>;
  find(correlationUid: string, sha256: string): Promise<SealedResult | undefined>;
  /** Every response of the command. */
  delete(correlationUid: string): Promise<void>;
  /** Removes at most `limit` of those that have expired at `now`; answers how many. */
  sweep(now: number, limit: number): Promise<number>;
}
