import type { Collection, Db } from 'mongodb';
import { asMongoStoreError } from '#mongodb';
import { idOf, insertedOnce } from '../../mongodb/documents.js';
import { ResultsStoreError } from '../port.js';
import type { ResultsStorage } from '../sealed/results-storage.js';
import type { SealedResult } from '../transfer.js';
import { declareResultsIndexes, resultDocument, type ResultDocument, resultOf, resultsCollection } from './result-documents.js';

/** A document is at most 16 MiB; what stands beside the sealed bytes is small. */
const LARGEST = 16 * 1024 * 1024 - 4096;

/** The responses' collection in a database. Turns the driver's errors into the store's. */
export class MongoResultsStorage implements ResultsStorage {
  readonly #results: Collection<ResultDocument>;

  private constructor(results: Collection<ResultDocument>) {
    this.#results = results;
  }

  /** @throws ResultsStoreError RESULTS_FAILED */
  static async open(db: Db): Promise<MongoResultsStorage> {
    const results = resultsCollection(db);
    await inResults(async () => declareResultsIndexes(results));
    return new MongoResultsStorage(results);
  }

  async put(result: SealedResult): Promise<void> {
    if (result.sealed.length > LARGEST)
      throw new ResultsStoreError('RESULTS_FAILED', `the response of ${result.correlationUid} is larger than a document may be`);
    const { _id, ...rest } = resultDocument(result);
    await inResults(async () => {
      // Nearly always new; an upsert, which would cover both, costs some servers many times as much.
      if (!(await insertedOnce(this.#results.insertOne({ _id, ...rest })))) await this.#results.updateOne({ _id }, { $set: rest });
    });
  }

  async find(correlationUid: string, sha256: string): Promise<SealedResult | undefined> {
    const found = await inResults(async () => this.#results.findOne({ _id: idOf(correlationUid, sha256) }));
    return found === null ? undefined : resultOf(found);
  }

  async delete(correlationUid: string): Promise<void> {
    await inResults(async () => this.#results.deleteMany({ correlationUid }));
  }

  async sweep(now: number, limit: number): Promise<number> {
    return inResults(async () => {
      const expired = await this.#results
        .find({ expiresAt: { $lte: now } }, { projection: { _id: 1 } })
        .limit(limit)
        .toArray();
      if (expired.length === 0) return 0;
      // The expiry again: a response that was put anew in between stays.
      const { deletedCount } = await this.#results.deleteMany({ _id: { $in: expired.map(({ _id }) => _id) }, expiresAt: { $lte: now } });
      return deletedCount;
    });
  }
}

/** @throws ResultsStoreError RESULTS_FAILED */
export async function inResults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ResultsStoreError('RESULTS_FAILED', asMongoStoreError(error).message, { cause: error });
  }
}
