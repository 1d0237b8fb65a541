import { chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backupFile } from '#sqlite';
import { eventsPath } from '../embedded/events-file.js';
import { StoresError } from '../stores-error.js';
import { type VerifiedBackup, verifyBackup } from './verify-backup.js';

export interface BackupReport extends VerifiedBackup {
  readonly path: string;
  readonly bytes: number;
}

export interface BackupOptions {
  /** Told how far copying is, 0 to 1. */
  readonly onCopied?: (part: number) => void;
  /** Told how many events of the backup were verified so far. */
  readonly onVerified?: (events: number) => void;
  /** Epoch milliseconds; names a backup that is put into a directory. */
  readonly now?: () => number;
}

/**
 * Backs up the record of a data directory, also while a platform runs on it: all that was committed when it was called, nothing later.
 * It holds events, vault and responses as they lie at rest, and is verified when this resolves. Read models are rebuilt and not part of it.
 * @param target a new file, or an existing directory for one named after the time
 * @throws StoresError NO_STORE; SqliteError STORE_FAILED when the file exists, STORE_FULL; BackupError BACKUP_DAMAGED, then the backup stays to be looked at
 */
export async function backupRecord(directory: string, target: string, options: BackupOptions = {}): Promise<BackupReport> {
  const { onCopied = () => undefined, onVerified = () => undefined, now = Date.now } = options;
  const source = eventsPath(directory);
  if (!existsSync(source)) throw new StoresError('NO_STORE', `${directory} holds no record (no events.db)`);
  const path = existsSync(target) && statSync(target).isDirectory() ? join(target, nameAt(now())) : target;
  await backupFile(source, path, ({ totalPages, remainingPages }) => onCopied(totalPages === 0 ? 1 : 1 - remainingPages / totalPages));
  // Events hold what households use.
  chmodSync(path, 0o600);
  const verified = await verifyBackup(path, onVerified);
  return { path, bytes: statSync(path).size, ...verified };
}

function nameAt(time: number): string {
  return `meterlog-${new Date(time).toISOString().replaceAll(/[-:]/g, '').replace('.', '')}.db`;
}
