import { StoresError } from './stores-error.js';
import type { StoresOptions } from './stores.js';

/**
 * Which combinations there are:
 * events and read models embedded; both on servers; events embedded and read models in a MongoDB. Vault and results lie beside the
 * events: in `events.db`, or, since an EventStoreDB cannot hold them, in the MongoDB.
 */
export type Plan =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'reads-outgrown'; readonly readStore: string }
  | { readonly kind: 'outgrown'; readonly eventStore: string; readonly readStore: string };

/** @throws StoresError UNUSABLE_SETTINGS */
export function planOf({ eventStore, readStore }: Pick<StoresOptions, 'eventStore' | 'readStore'>): Plan {
  if (eventStore !== undefined && readStore === undefined)
    throw new StoresError(
      'UNUSABLE_SETTINGS',
      'an EventStoreDB cannot hold vault and results: METERLOG_EVENTSTORE needs METERLOG_READSTORE=mongodb://… beside it',
    );
  if (readStore === undefined) return { kind: 'embedded' };
  return eventStore === undefined ? { kind: 'reads-outgrown', readStore } : { kind: 'outgrown', eventStore, readStore };
}
