/** What crosses to the writer thread: a sealed response. */
export interface SealedResult {
  readonly correlationUid: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly expiresAt: number;
  readonly masterKeyId: string;
  readonly salt: Uint8Array;
  readonly sealed: Uint8Array;
}

export type ResultsRequest =
  | { readonly kind: 'put'; readonly result: SealedResult }
  | { readonly kind: 'delete'; readonly correlationUid: string }
  /** Removes at most `limit` of those that have expired at `now`; answers how many. */
  | { readonly kind: 'sweep'; readonly now: number; readonly limit: number };
