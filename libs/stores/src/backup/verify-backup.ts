import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { RecordFold, recordPages } from '#event-sourcing';
import { openEmbeddedEventStore } from '#eventstore';
import { type SqliteFile, SqliteError } from '#sqlite';
import { BackupError } from './backup-error.js';

export interface VerifiedBackup {
  readonly events: number;
  readonly streams: number;
}

/** Nobody writes a backup: it is read without locks, and nothing is created beside it, so that it may lie on a medium that cannot be written. */
function readOnlyFile(path: string): SqliteFile {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  const db = new DatabaseSync(url, { readOnly: true });
  return {
    path,
    reader: () => db,
    write: () => Promise.reject(new SqliteError('STORE_READ_ONLY', `${path} is a backup`)),
    onCommit: () => () => undefined,
    failure: () => undefined,
    close: async () => db.close(),
  };
}

/**
 * Checks a backup as a file (`PRAGMA quick_check`) and as a record: every chain from its beginning.
 * @param onEvents told how many events were verified so far
 * @throws BackupError NO_BACKUP, BACKUP_DAMAGED
 */
export async function verifyBackup(path: string, onEvents: (count: number) => void = () => undefined): Promise<VerifiedBackup> {
  if (!existsSync(path)) throw new BackupError('NO_BACKUP', `there is no backup at ${path}`);
  let file: SqliteFile | undefined;
  try {
    file = readOnlyFile(path);
    return await verify(file, onEvents);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError('NO_BACKUP', `${path} is not a backup of a record: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    await file?.close();
  }
}

async function verify(file: SqliteFile, onEvents: (count: number) => void): Promise<VerifiedBackup> {
  const found = file.reader().prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (found !== 'ok') throw new BackupError('BACKUP_DAMAGED', `${file.path} is damaged: ${String(found)}`);
  const chains = new RecordFold('verified');
  const store = await openEmbeddedEventStore(file);
  for await (const events of recordPages(store)) {
    const [broken] = chains.add(events);
    if (broken !== undefined)
      throw new BackupError('BACKUP_DAMAGED', `${file.path}: ${broken.stream} is broken at revision ${broken.revision} (${broken.reason})`);
    onEvents(chains.events);
  }
  await store.close();
  return { events: chains.events, streams: chains.heads.size };
}
