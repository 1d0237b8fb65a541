import type { Log } from '#event-sourcing';
import type { Mongo } from '#mongodb';
import type { Closers } from '../closers.js';
import type { CopyMark } from '../houses/house.js';
import { StoresError } from '../stores-error.js';

/** What a database says of itself as a whole: one document for each fact. */
interface FactDocument {
  readonly _id: 'copy' | 'events';
  readonly storeId: string;
}

const facts = ({ db }: Mongo) => db.collection<FactDocument>('vault_house');

/** Connects to a MongoDB; the driver is loaded only where it is used. @throws StoresError UNUSABLE_SETTINGS, UNREACHABLE */
export async function openMongoServer(url: string, closers: Closers, log: Log): Promise<Mongo> {
  const { MongoStoreError, openMongo } = await import('#mongodb');
  try {
    const mongo = await openMongo(url, { log: (message, details) => log.info(details, message) });
    closers.add(() => mongo.close());
    return mongo;
  } catch (error) {
    if (!(error instanceof MongoStoreError)) throw error;
    throw new StoresError(error.code === 'INVALID_URL' ? 'UNUSABLE_SETTINGS' : 'UNREACHABLE', error.message, { cause: error });
  }
}

export function mongoCopyMark(mongo: Mongo): CopyMark {
  return {
    read: async () => (await facts(mongo).findOne({ _id: 'copy' }))?.storeId,
    async set(storeId) {
      await facts(mongo).updateOne({ _id: 'copy' }, { $set: { storeId } }, { upsert: true });
    },
    async clear() {
      await facts(mongo).deleteMany({ _id: 'copy' });
    },
  };
}

/**
 * A vault belongs to the events that name its keys: the first to open both binds them.
 * @throws StoresError FOREIGN_STORE
 */
export async function bindVaultToEvents(mongo: Mongo, storeId: string): Promise<void> {
  await facts(mongo).updateOne({ _id: 'events' }, { $setOnInsert: { storeId } }, { upsert: true });
  const bound = await facts(mongo).findOne({ _id: 'events' });
  if (bound?.storeId === storeId) return;
  throw new StoresError(
    'FOREIGN_STORE',
    'the vault in this MongoDB belongs to the events of another store: give each event store a database of its own',
  );
}
