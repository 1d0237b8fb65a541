import { existsSync } from 'node:fs';
import { openEmbeddedEventStore } from '#eventstore';
import { embeddedResultsTransfer, embeddedVaultTransfer } from '#security';
import { lockDirectory } from '#sqlite';
import { Closers } from '../closers.js';
import { eventsPath, openEventsFile } from '../embedded/events-file.js';
import { StoresError } from '../stores-error.js';
import { copyMarkFile } from './copy-mark-file.js';
import type { House } from './house.js';

/**
 * Opens a data directory for moving, and keeps platforms out of it meanwhile. Only a target may be made by this.
 * @throws StoresError NO_STORE; SqliteError, STORE_LOCKED among them
 */
export async function openDirectoryHouse(directory: string, role: 'source' | 'target'): Promise<House> {
  if (role === 'source' && !existsSync(eventsPath(directory))) throw new StoresError('NO_STORE', `${directory} holds no record (no events.db)`);
  const closers = new Closers();
  try {
    const lock = lockDirectory(directory);
    closers.add(() => lock.release());
    const file = await openEventsFile(directory);
    closers.add(() => file.close());
    const events = await openEmbeddedEventStore(file);
    closers.add(() => events.close());
    return {
      name: directory,
      events,
      vault: embeddedVaultTransfer(file),
      results: embeddedResultsTransfer(file),
      copyMark: copyMarkFile(directory),
      keepsCallOrder: true,
      close: () => closers.close(),
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}
