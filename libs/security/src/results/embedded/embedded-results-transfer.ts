import type { SqliteFile } from '#sqlite';
import { batchesOf } from '../../batches.js';
import type { ResultsTransfer, SealedResult } from '../transfer.js';
import { resultOf, SELECT_RESULTS, writeResults } from './results-file.js';

/** Responses may be large: a request holds few of them. */
const BATCH = 50;

/** Carries the responses of `events.db` out of it or into it. `file` holds the module `results`: `resultsWriterModule`. */
export function embeddedResultsTransfer(file: SqliteFile): ResultsTransfer {
  return {
    exportAll: () => results(file),
    async importAll(given) {
      let count = 0;
      for await (const batch of batchesOf(given, BATCH)) {
        await writeResults(file, { kind: 'put', results: batch });
        count += batch.length;
      }
      return count;
    },
    async clear() {
      await writeResults(file, { kind: 'clear' });
    },
  };
}

async function* results(file: SqliteFile): AsyncGenerator<SealedResult, void, undefined> {
  for (const row of file.reader().prepare(SELECT_RESULTS).iterate()) yield resultOf(row);
}
