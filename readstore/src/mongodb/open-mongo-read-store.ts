import type { Mongo } from '#mongodb';
import { type ReadStore, ReadStoreError } from '../port.js';
import { asReadStoreError } from './errors.js';
import { MongoReadStore } from './mongo-read-store.js';
import { SCHEMA } from './names.js';
import { Rows } from './rows.js';

/** Of what this program writes; a higher one means that a newer program has the database. */
const VERSION = 1;
const ID = 'version';

/**
 * Several may be open on one database, in any number of processes. `mongo` is not closed with the store. `now`: ms of a clock that never goes back.
 * @throws ReadStoreError WRONG_SCHEMA, STORE_UNAVAILABLE, STORE_READ_ONLY, STORE_FULL, STORE_FAILED
 */
export async function openMongoReadStore(mongo: Mongo, now: () => number = () => performance.now()): Promise<ReadStore> {
  const rows = new Rows(mongo.db, SCHEMA);
  try {
    await rows.compareAndSet(ID, 0, { version: VERSION });
    const found = (await rows.get<{ readonly version: number }>(ID))?.document.version ?? VERSION;
    if (found > VERSION)
      throw new ReadStoreError('WRONG_SCHEMA', `the read models were written by a newer version of the program (${found}, this is ${VERSION})`);
  } catch (error) {
    throw asReadStoreError(error);
  }
  return new MongoReadStore(mongo, now);
}
