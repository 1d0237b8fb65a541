import { describe } from '@jest/globals';
import { aliasCompliance } from './compliance/aliases.js';
import { batchCompliance } from './compliance/batch.js';
import { concurrencyCompliance } from './compliance/concurrency.js';
import { expiryCompliance } from './compliance/expiry.js';
import { findCompliance } from './compliance/find.js';
import { guardCompliance } from './compliance/guard.js';
import type { OpenReadStore } from './compliance/harness.js';
import { lifeCompliance } from './compliance/life.js';
import { modelCompliance } from './compliance/model.js';
import { pagingCompliance } from './compliance/paging.js';
import { rowCompliance } from './compliance/rows.js';

export type { OpenReadStore, ReadStoreUnderTest } from './compliance/harness.js';

export interface ReadStoreComplianceOptions {
  /** Why what the store runs on cannot keep concurrent writers apart: the cases that need it are skipped and say so. */
  readonly knownFault?: string;
  /** Why hundreds of documents take it too long: the cases that need them are skipped and say so. */
  readonly slow?: string;
}

/** What every adapter of the read store must do. `open` answers an empty store, anew for each test. */
export function readStoreCompliance(name: string, open: OpenReadStore, { knownFault, slow }: ReadStoreComplianceOptions = {}): void {
  describe(`read store compliance: ${name}`, () => {
    guardCompliance(open);
    batchCompliance(open, slow);
    findCompliance(open);
    pagingCompliance(open, slow);
    modelCompliance(open);
    rowCompliance(open);
    aliasCompliance(open);
    expiryCompliance(open);
    concurrencyCompliance(open, knownFault);
    lifeCompliance(open);
  });
}
