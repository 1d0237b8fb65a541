import type { Db } from 'mongodb';
import type { ResultsStore } from '../port.js';
import { type ResultsStoreOptions, SealedResultsStore } from '../sealed/sealed-results-store.js';
import { MongoResultsStorage } from './mongo-results-storage.js';

/**
 * The results store in the database of a client that writes with majority and journal. Open the vault first: it proves the master keys.
 * @throws ResultsStoreError RESULTS_FAILED
 */
export async function openMongoResultsStore(db: Db, options: ResultsStoreOptions): Promise<ResultsStore> {
  return new SealedResultsStore(await MongoResultsStorage.open(db), options);
}
