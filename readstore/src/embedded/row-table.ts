import type { DatabaseSync } from 'node:sqlite';
import type { RowChange } from './requests.js';

/** A removed row keeps its version (document NULL): a version read before the removal never fits again. */
export const CREATE_ROWS = `CREATE TABLE IF NOT EXISTS read_rows (
  name TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, document TEXT, PRIMARY KEY (name, id)) WITHOUT ROWID`;

const CREATE = `INSERT INTO read_rows (name, id, version, document) VALUES (?, ?, 1, ?)
  ON CONFLICT (name, id) DO UPDATE SET version = version + 1, document = excluded.document WHERE document IS NULL RETURNING version`;
const CHANGE = `UPDATE read_rows SET version = version + 1, document = ?
  WHERE name = ? AND id = ? AND version = ? AND document IS NOT NULL RETURNING version`;

/** Answers as `ReadStore.compareAndSet`. */
export function rowChanger(db: DatabaseSync): (change: RowChange) => number | undefined {
  const create = db.prepare(CREATE);
  const change = db.prepare(CHANGE);
  const isLive = db.prepare('SELECT 1 FROM read_rows WHERE name = ? AND id = ? AND document IS NOT NULL');
  return ({ table, id, expected, document }) => {
    if (expected === 0 && document === null) return isLive.get(table, id) === undefined ? 0 : undefined;
    const row = expected === 0 ? create.get(table, id, document) : change.get(document, table, id, expected);
    if (row === undefined) return undefined;
    return document === null ? 0 : Number(row['version']);
  };
}
