import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup } from 'node:sqlite';
import { openReader } from './connection.js';
import { SqliteError } from './errors.js';
import { fileError } from './file-error.js';

export interface BackupProgress {
  readonly totalPages: number;
  readonly remainingPages: number;
}

/** Pages per step: between two steps the event loop has its turn. */
const STEP = 2_000;

export function syncPath(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * Copies the file `path`, also one that another connection or process is writing, to the new file `to`: everything that was committed when
 * it was called, nothing later. The copy is durable when this resolves, and appears under its name only when whole.
 * As long as it runs the log of `path` cannot start anew, so it grows by what is written meanwhile.
 * @returns the number of pages (4 KiB)
 * @throws SqliteError; STORE_FAILED when `to` exists
 */
export async function backupFile(path: string, to: string, onProgress?: (progress: BackupProgress) => void): Promise<number> {
  if (existsSync(to)) throw new SqliteError('STORE_FAILED', `${to} exists already: a backup overwrites nothing`);
  if (!existsSync(path)) throw new SqliteError('STORE_FAILED', `there is no store at ${path}`);
  const partial = `${to}.partial`;
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    rmSync(partial, { force: true });
    const pages = await copy(path, partial, onProgress);
    syncPath(partial);
    renameSync(partial, to);
    syncPath(dirname(to));
    return pages;
  } catch (error) {
    rmSync(partial, { force: true });
    throw fileError(error, to);
  }
}

async function copy(path: string, partial: string, onProgress: ((progress: BackupProgress) => void) | undefined): Promise<number> {
  const db = openReader(path);
  try {
    // One read transaction around all steps: without it every commit of the writer would make the copy begin anew.
    db.exec('BEGIN');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return await backup(db, partial, { rate: STEP, ...(onProgress === undefined ? {} : { progress: onProgress }) });
  } finally {
    db.close();
  }
}
