import { lockDirectory } from '#sqlite';
import { Closers } from './closers.js';
import { openEmbeddedReads } from './embedded/open-embedded-reads.js';
import { openEmbeddedTruth } from './embedded/open-embedded-truth.js';
import { StoresError } from './stores-error.js';
import type { Stores, StoresOptions } from './stores.js';

/**
 * Opens all stores of a platform and keeps others out of its data directory. What was opened before a failure is closed again.
 * @throws StoresError; SqliteError STORE_LOCKED, STORE_FAILED; VaultError WRONG_MASTER_KEY
 */
export async function openStores({ data, eventStore, readStore, masterKeys, log }: StoresOptions): Promise<Stores> {
  if (eventStore !== undefined || readStore !== undefined)
    throw new StoresError('UNUSABLE_SETTINGS', 'stores outside the data directory are not available in this version');
  const closers = new Closers();
  try {
    const lock = lockDirectory(data);
    closers.add(() => lock.release());
    const truth = await openEmbeddedTruth(data, masterKeys, closers);
    const reads = await openEmbeddedReads(data, closers, log);
    return { ...truth, reads, health: async () => [], close: () => closers.close() };
  } catch (error) {
    await closers.close();
    throw error;
  }
}
