import type { Collection, Db } from 'mongodb';
import type { ResultsTransfer, SealedResult } from '../transfer.js';
import { inResults, MongoResultsStorage } from './mongo-results-storage.js';
import { type ResultDocument, resultOf, resultsCollection } from './result-documents.js';

/** Carries the responses of a database out of it or into it. */
export function mongoResultsTransfer(db: Db): ResultsTransfer {
  const results = resultsCollection(db);
  return {
    exportAll: () => all(results),
    async importAll(given) {
      const storage = await MongoResultsStorage.open(db);
      let count = 0;
      for await (const result of given) {
        await storage.put(result);
        count++;
      }
      return count;
    },
    async clear() {
      await inResults(async () => results.deleteMany({}));
    },
  };
}

async function* all(results: Collection<ResultDocument>): AsyncGenerator<SealedResult, void, undefined> {
  for await (const document of results.find()) yield resultOf(document);
}
