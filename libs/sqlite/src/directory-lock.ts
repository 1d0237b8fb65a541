import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteError } from './errors.js';
import { fileError } from './file-error.js';
import { makeDirectory } from './make-directory.js';

export interface DirectoryLock {
  release(): void;
}

/** A connection that nobody refers to would be collected, and its lock with it. */
const held = new Set<DatabaseSync>();

/** Three lines: process id, program and host, start of the lock. Arguments are left out: they may hold secrets. */
function ownDescription(): string {
  return `${process.pid}\n${basename(process.argv[1] ?? 'node')} on ${hostname()}\n${new Date().toISOString()}\n`;
}

function holder(pidFile: string): string {
  try {
    const [pid = '', program = '', since = ''] = readFileSync(pidFile, 'utf8').split('\n');
    return `process ${Number.parseInt(pid, 10)}${since === '' ? '' : ` (${program}, since ${since})`}`;
  } catch {
    return 'another process';
  }
}

/**
 * Refuses a second owner of a data directory: an open exclusive transaction on `<dir>/lock` until released. The lock is the kernel's, so it
 * ends with the process, also by `kill -9`, and never has to be cleaned up. `<dir>/lock.pid` only tells the others whom to look for.
 * Nothing may open `<dir>/lock` as a plain file: closing it would drop this process's POSIX locks on it.
 * @throws SqliteError STORE_LOCKED naming the other process's id, program and host; STORE_READ_ONLY, ACCESS_DENIED, STORE_FULL, STORE_FAILED
 */
export function lockDirectory(dir: string): DirectoryLock {
  const pidFile = join(dir, 'lock.pid');
  makeDirectory(pidFile);
  const db = openLock(dir);
  try {
    db.exec('BEGIN EXCLUSIVE');
    writeFileSync(pidFile, ownDescription());
  } catch (error) {
    db.close();
    const failure = fileError(error, dir);
    throw failure.code === 'STORE_LOCKED' ? new SqliteError('STORE_LOCKED', `${dir} is in use by ${holder(pidFile)}`) : failure;
  }
  held.add(db);
  return {
    release: () => {
      if (!held.delete(db)) return;
      rmSync(pidFile, { force: true });
      db.close();
    },
  };
}

function openLock(dir: string): DatabaseSync {
  const path = join(dir, 'lock');
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw fileError(error, path);
  }
}
