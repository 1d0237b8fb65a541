import type { Log } from '#event-sourcing';
import type { Mongo } from '#mongodb';
import { type MasterKeys, mongoResultsStore, mongoVault } from '#security';
import type { Closers } from '../closers.js';
import { refuseUnfinishedCopy } from '../houses/copy-mark-file.js';
import type { Truth } from '../truth.js';
import { openEventStoreServer, shownServer } from './event-store-server.js';
import { bindVaultToEvents, mongoCopyMark } from './mongo-house.js';

/** Events in an EventStoreDB, vault and results in a MongoDB. @throws StoresError; VaultError WRONG_MASTER_KEY */
export async function openServerTruth(eventStore: string, mongo: Mongo, masterKeys: MasterKeys, closers: Closers, log: Log): Promise<Truth> {
  await refuseUnfinishedCopy(mongoCopyMark(mongo), shownServer(eventStore));
  const events = await openEventStoreServer(eventStore, closers, log);
  await bindVaultToEvents(mongo, events.storeId);
  const { vault, keyTransport, signingKey } = await mongoVault(mongo.db, { masterKeys });
  closers.add(() => vault.close());
  const results = await mongoResultsStore(mongo.db, { masterKeys });
  const checks = [
    { store: 'events', check: async () => void (await events.head()) },
    { store: 'vault', check: async () => mongo.ping() },
  ] as const;
  return { events, vault, keyTransport, signingKey, results, checks };
}
