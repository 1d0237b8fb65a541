import type { DatabaseSync } from 'node:sqlite';
import { ReadStoreError } from '../port.js';
import { tableName, tableOf } from './layout.js';

export const CREATE_ALIASES = 'CREATE TABLE IF NOT EXISTS read_aliases (alias TEXT NOT NULL PRIMARY KEY, collection TEXT NOT NULL) WITHOUT ROWID';

/** Runs in the request's savepoint: what throws has pointed none. @throws ReadStoreError UNKNOWN_COLLECTION */
export function pointAliases(db: DatabaseSync, aliases: Readonly<Record<string, string>>): void {
  const exists = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`);
  const point = db.prepare(
    'INSERT INTO read_aliases (alias, collection) VALUES (?, ?) ON CONFLICT (alias) DO UPDATE SET collection = excluded.collection',
  );
  for (const [alias, collection] of Object.entries(aliases)) {
    if (exists.get(tableName(collection)) === undefined) {
      throw new ReadStoreError('UNKNOWN_COLLECTION', `alias ${alias} cannot point at ${collection}: there is no such collection`);
    }
    point.run(alias, collection);
  }
}

/** Runs in the request's savepoint: what throws has dropped none. @throws ReadStoreError IN_USE */
export function dropCollections(db: DatabaseSync, collections: readonly string[]): void {
  const pointing = db.prepare('SELECT alias FROM read_aliases WHERE collection = ? ORDER BY alias');
  for (const collection of collections) {
    const alias = pointing.get(collection)?.['alias'];
    if (alias !== undefined) throw new ReadStoreError('IN_USE', `collection ${collection} cannot be dropped: alias ${String(alias)} points at it`);
    db.exec(`DROP TABLE IF EXISTS ${tableOf(collection)}`);
  }
}
