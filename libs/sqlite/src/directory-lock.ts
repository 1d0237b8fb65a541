import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { types } from 'node:util';
import { SqliteError } from './errors.js';

export interface DirectoryLock {
  release(): void;
}

const SQLITE_BUSY = 5;

/** A connection that nobody refers to would be collected, and its lock with it. */
const held = new Set<DatabaseSync>();

function holder(pidFile: string): string {
  try {
    return `process ${Number.parseInt(readFileSync(pidFile, 'utf8'), 10)}`;
  } catch {
    return 'another process';
  }
}

/**
 * Refuses a second owner of a data directory: an open exclusive transaction on `<dir>/lock` until released. The lock is the kernel's, so it
 * ends with the process, also by `kill -9`, and never has to be cleaned up. `<dir>/lock.pid` only tells the others whom to look for.
 * Nothing may open `<dir>/lock` as a plain file: closing it would drop this process's POSIX locks on it.
 * @throws SqliteError STORE_LOCKED naming the other process's id
 */
export function lockDirectory(dir: string): DirectoryLock {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const pidFile = join(dir, 'lock.pid');
  const db = new DatabaseSync(join(dir, 'lock'), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (types.isNativeError(error) && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new SqliteError('STORE_LOCKED', `${dir} is in use by ${holder(pidFile)}`);
    }
    throw new SqliteError('STORE_FAILED', `cannot lock ${dir}`, { cause: error });
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  held.add(db);
  return {
    release: () => {
      if (!held.delete(db)) return;
      rmSync(pidFile, { force: true });
      db.close();
    },
  };
}
