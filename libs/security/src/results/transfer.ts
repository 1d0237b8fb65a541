/** A response as it lies at rest. */
export interface SealedResult {
  readonly correlationUid: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly masterKeyId: string;
  readonly salt: Uint8Array;
  readonly sealed: Uint8Array;
}

/** How responses move house: as they lie at rest. Needs no master key. */
export interface ResultsTransfer {
  /** All of them, in no order that means anything, also what has expired and was not swept. Nobody may write meanwhile. */
  exportAll(): AsyncIterable<SealedResult>;
  /** Takes responses over, durably; what stands under the same name is replaced. Answers how many were given. @throws ResultsStoreError RESULTS_FAILED */
  importAll(results: AsyncIterable<SealedResult> | Iterable<SealedResult>): Promise<number>;
  /** Removes all of them: before an earlier copy is brought up to date, or what was deleted since would come back. @throws ResultsStoreError RESULTS_FAILED */
  clear(): Promise<void>;
}
