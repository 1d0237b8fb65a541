import { DatabaseSync } from 'node:sqlite';
import { SqliteError } from './errors.js';

const CACHE_KIB = 64 * 1024;
const BUSY_TIMEOUT_MS = 5_000;
/** A write-ahead log that once grew larger is cut back to this. */
const LOG_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * The writing connection. Checkpoints are the caller's affair (see `checkpoint.ts`), SQLite's own are off. A file that is there already keeps the
 * size of its pages (bytes).
 */
export function openWriter(path: string, synchronous: 'FULL' | 'NORMAL', pageSize: number): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  db.exec(`PRAGMA page_size = ${pageSize}`);
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  if (mode !== 'wal') throw new SqliteError('STORE_FAILED', `${path} cannot have a write-ahead log (journal mode ${String(mode)})`);
  db.exec(`PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = ${LOG_LIMIT_BYTES}; PRAGMA temp_store = MEMORY`);
  return db;
}

export function openReader(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY`);
  return db;
}
