import { describe } from '@jest/globals';
import type { OpenResultsPlace } from './compliance/harness.js';
import { responseCompliance } from './compliance/responses.js';
import { expiryCompliance } from './compliance/expiry.js';
import { resultsMasterKeyCompliance } from './compliance/master-keys.js';
import { resultsTransferCompliance } from './compliance/transfer.js';

export type { OpenResultsPlace, ResultsPlace } from './compliance/harness.js';

export interface ResultsComplianceOptions {
  /** Responses that one sweep has to remove; more than an adapter removes in one go, unless its server is slow. */
  readonly many?: number;
}

/** What every adapter of the results store must do. `open` answers an empty place, anew for each test. */
export function resultsStoreCompliance(name: string, open: OpenResultsPlace, { many = 1203 }: ResultsComplianceOptions = {}): void {
  describe(`results store compliance: ${name}`, () => {
    responseCompliance(open);
    expiryCompliance(open, many);
    resultsMasterKeyCompliance(open);
    resultsTransferCompliance(open);
  });
}
