import type { SealedResult } from '../transfer.js';

/** What crosses to the writer thread: sealed responses. Each answers how many it touched. */
export type ResultsRequest =
  | { readonly kind: 'put'; readonly results: readonly SealedResult[] }
  | { readonly kind: 'delete'; readonly correlationUid: string }
  /** Removes at most `limit` of those that have expired at `now`. */
  | { readonly kind: 'sweep'; readonly now: number; readonly limit: number }
  | { readonly kind: 'clear' };
