import type { SqliteFile } from '#sqlite';
import type { ResultsStore } from '../port.js';
import { type ResultsStoreOptions, SealedResultsStore } from '../sealed/sealed-results-store.js';
import { ResultsFile } from './results-file.js';

/** The results store in `events.db`. `file` holds the module `results`: `resultsWriterModule`. Open the vault first: it proves the master keys. */
export function embeddedResultsStore(file: SqliteFile, options: ResultsStoreOptions): ResultsStore {
  return new SealedResultsStore(new ResultsFile(file), options);
}
