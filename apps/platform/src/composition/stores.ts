import { join } from 'node:path';
import { eventsWriterModule, openEmbeddedEventStore } from '#eventstore';
import type { EventStore } from '#eventstore/port.js';
import { openEmbeddedReadStore, readWriterModule } from '#readstore';
import type { ReadStore } from '#readstore/port.js';
import {
  embeddedKeyTransport,
  embeddedResultsStore,
  embeddedSigningKey,
  embeddedVault,
  resultsWriterModule,
  vaultWriterModule,
  type KeyTransport,
  type MasterKeys,
  type ResultsStore,
  type SigningKey,
  type Vault,
} from '#security';
import { lockDirectory, openSqliteFile } from '#sqlite';
import { Closers } from './closers.js';

/** Everything that lasts. */
export interface Stores {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly vault: Vault;
  readonly results: ResultsStore;
  readonly keyTransport: KeyTransport;
  readonly signingKey: SigningKey;
  close(): Promise<void>;
}

/**
 * Opens the embedded stores of a data directory and keeps others out of it. What was opened before a failure is closed again.
 * @throws SqliteError STORE_LOCKED, STORE_FAILED; VaultError WRONG_MASTER_KEY
 */
export async function openStores(directory: string, masterKeys: MasterKeys): Promise<Stores> {
  const closers = new Closers();
  try {
    const lock = lockDirectory(directory);
    closers.add(() => lock.release());
    const modules = { events: eventsWriterModule, vault: vaultWriterModule, results: resultsWriterModule };
    const eventsFile = await openSqliteFile({ path: join(directory, 'events.db'), synchronous: 'FULL', modules });
    closers.add(() => eventsFile.close());
    const readsFile = await openSqliteFile({ path: join(directory, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
    closers.add(() => readsFile.close());
    const events = await openEmbeddedEventStore(eventsFile);
    closers.add(() => events.close());
    const reads = await openEmbeddedReadStore(readsFile);
    closers.add(() => reads.close());
    const vault = await embeddedVault(eventsFile, { masterKeys });
    closers.add(() => vault.close());
    const keyTransport = await embeddedKeyTransport(eventsFile, { masterKeys });
    const signingKey = await embeddedSigningKey(eventsFile, { masterKeys });
    const results = embeddedResultsStore(eventsFile, { masterKeys });
    return { events, reads, vault, results, keyTransport, signingKey, close: () => closers.close() };
  } catch (error) {
    await closers.close();
    throw error;
  }
}
