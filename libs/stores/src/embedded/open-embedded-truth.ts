import { openEmbeddedEventStore } from '#eventstore';
import { embeddedKeyTransport, embeddedResultsStore, embeddedSigningKey, embeddedVault, type MasterKeys } from '#security';
import type { Closers } from '../closers.js';
import type { Stores } from '../stores.js';
import { openEventsFile } from './events-file.js';
import { refuseLostEvents } from './refuse-lost-events.js';

/** What can never be rebuilt. */
export type Truth = Pick<Stores, 'events' | 'vault' | 'results' | 'keyTransport' | 'signingKey'>;

/** Events, vault and results of a data directory that is locked already. @throws SqliteError; VaultError WRONG_MASTER_KEY */
export async function openEmbeddedTruth(directory: string, masterKeys: MasterKeys, closers: Closers): Promise<Truth> {
  refuseLostEvents(directory);
  const file = await openEventsFile(directory);
  closers.add(() => file.close());
  const events = await openEmbeddedEventStore(file);
  closers.add(() => events.close());
  const vault = await embeddedVault(file, { masterKeys });
  closers.add(() => vault.close());
  const keyTransport = await embeddedKeyTransport(file, { masterKeys });
  const signingKey = await embeddedSigningKey(file, { masterKeys });
  return { events, vault, keyTransport, signingKey, results: embeddedResultsStore(file, { masterKeys }) };
}
