import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { SqliteError } from './errors.js';
import type { NamedModule } from './writer-module.js';

/** Version of what this library itself keeps in a file; the modules have versions of their own. */
const FORMAT = 1;
/** `MTLG`, in the file's header. */
const APPLICATION = 0x4d544c47;

export interface FileState {
  /** Identity of the file, kept by copies of it. */
  readonly id: string;
  /** Group commits so far. */
  readonly commits: number;
}

const pragma = (db: DatabaseSync, name: 'user_version' | 'application_id'): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
const hasTable = (db: DatabaseSync, name: string): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;

function newer(path: string, what: string, found: number, known: number): SqliteError {
  return new SqliteError(
    'WRONG_SCHEMA',
    `${path} was written by a newer version of Meterlog: ${what} has version ${found}, this program knows versions up to ${known}; start the newer version, or restore a backup made by this one`,
  );
}

/** @throws SqliteError WRONG_SCHEMA for a file of another program or of a newer version of this one */
export function checkVersions(db: DatabaseSync, path: string, modules: readonly NamedModule[]): void {
  const application = pragma(db, 'application_id');
  if (application !== 0 && application !== APPLICATION) {
    throw new SqliteError('WRONG_SCHEMA', `${path} is the database of another program (application id ${application}): name another data directory`);
  }
  const format = pragma(db, 'user_version');
  if (format > FORMAT) throw newer(path, 'its schema', format, FORMAT);
  for (const [name, { version = 1 }] of modules) {
    const found = versionOf(db, name);
    if (found > version) throw newer(path, `its part "${name}"`, found, version);
  }
}

function versionOf(db: DatabaseSync, module: string): number {
  if (!hasTable(db, 'file_modules')) return 0;
  return Number(db.prepare('SELECT version FROM file_modules WHERE name = ?').get(module)?.['version'] ?? 0);
}

/** Brings the tables of all modules to their present versions, in one transaction. */
export function migrateFile(db: DatabaseSync, modules: readonly NamedModule[]): void {
  db.exec('BEGIN IMMEDIATE');
  db.exec(`
    CREATE TABLE IF NOT EXISTS file_state (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, commits INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS file_modules (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT;`);
  db.prepare('INSERT OR IGNORE INTO file_state (one, id, commits) VALUES (1, ?, 0)').run(randomUUID());
  const setVersion = db.prepare('INSERT INTO file_modules (name, version) VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version');
  for (const [name, module] of modules) {
    const found = versionOf(db, name);
    const { version = 1 } = module;
    module.migrate(db, found);
    if (found !== version) setVersion.run(name, version);
  }
  if (pragma(db, 'user_version') !== FORMAT) db.exec(`PRAGMA user_version = ${FORMAT}; PRAGMA application_id = ${APPLICATION}`);
  db.exec('COMMIT');
}

export function readState(db: DatabaseSync): FileState | undefined {
  if (!hasTable(db, 'file_state')) return undefined;
  return db.prepare('SELECT id, commits FROM file_state').get() as FileState | undefined;
}

/** Counts a commit, inside its transaction. */
export function commitCounter(db: DatabaseSync): () => number {
  const count = db.prepare('UPDATE file_state SET commits = commits + 1 RETURNING commits');
  return () => Number(count.get()?.['commits']);
}
