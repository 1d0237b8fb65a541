import type { ReadStore } from '#readstore/port.js';
import type { StoreCheck } from './health/store-checks.js';
import type { Stores } from './stores.js';

/** Read models, and what several processes agree on in rows. */
export interface Reads {
  readonly reads: ReadStore;
  readonly checks: readonly StoreCheck[];
}

/** What can never be rebuilt. */
export interface Truth extends Pick<Stores, 'events' | 'vault' | 'results' | 'keyTransport' | 'signingKey'> {
  readonly checks: readonly StoreCheck[];
}
