import { openEmbeddedEventStore } from '#eventstore';
import { embeddedKeyTransport, embeddedResultsStore, embeddedSigningKey, embeddedVault, type MasterKeys } from '#security';
import type { Closers } from '../closers.js';
import { copyMarkFile, refuseUnfinishedCopy } from '../houses/copy-mark-file.js';
import type { Truth } from '../truth.js';
import { openEventsFile } from './events-file.js';
import { fileCheck } from './file-check.js';
import { refuseLostEvents } from './refuse-lost-events.js';

/** Events, vault and results of a data directory that is locked already. @throws StoresError UNFINISHED_COPY; SqliteError; VaultError WRONG_MASTER_KEY */
export async function openEmbeddedTruth(directory: string, masterKeys: MasterKeys, closers: Closers): Promise<Truth> {
  refuseLostEvents(directory);
  await refuseUnfinishedCopy(copyMarkFile(directory), directory);
  const file = await openEventsFile(directory);
  closers.add(() => file.close());
  const events = await openEmbeddedEventStore(file);
  closers.add(() => events.close());
  const vault = await embeddedVault(file, { masterKeys });
  closers.add(() => vault.close());
  const keyTransport = await embeddedKeyTransport(file, { masterKeys });
  const signingKey = await embeddedSigningKey(file, { masterKeys });
  const results = embeddedResultsStore(file, { masterKeys });
  return { events, vault, keyTransport, signingKey, results, checks: [fileCheck('events', file)] };
}
