/** The way to a MongoDB server: connection string, concerns, timeouts, errors. What is stored there is the business of the stores. */
import type { Mongo, MongoOptions } from './mongo.js';

export { asMongoStoreError, isDuplicateKey, isNoCollection, isOnlyDuplicateKeys, MongoStoreError, type MongoStoreErrorCode } from './errors.js';
export type { Mongo, MongoOptions } from './mongo.js';

/**
 * `url`: see `parseMongoUrl`. Resolves when a server has answered. The driver is loaded by the first call.
 * @throws MongoStoreError INVALID_URL, STORE_UNAVAILABLE, ACCESS_DENIED, STORE_FAILED; no message holds credentials
 */
export async function openMongo(url: string, options: MongoOptions = {}): Promise<Mongo> {
  return (await import('./open-mongo.js')).openMongo(url, options);
}
