import type { DatabaseSync } from 'node:sqlite';
import { fieldValue } from '../model/field-value.js';
import { type CollectionDefinition, type Document, ReadStoreError } from '../port.js';
import { ABSENT_SQL, columnName, columnOf, indexOf, quoted, tableName, tableOf } from './layout.js';

const FILL = 'field_of_document';

/** Gives SQL the one rule that says what a field's column holds. */
export function registerColumnFunction(db: DatabaseSync): void {
  db.function(FILL, { deterministic: true }, (document, field) => fieldValue((JSON.parse(String(document)) as Document)[String(field)]));
}

/** SQLite does not tell names apart by case: both collections would silently be one. */
function requireOwnTable(db: DatabaseSync, collection: string): void {
  const name = tableName(collection);
  const [other] = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE AND name <> ?`).all(name, name);
  if (other === undefined) return;
  throw new ReadStoreError('STORE_FAILED', `collection ${collection} cannot be kept apart from one that is only written with other letters' case`);
}

/** Creates what is not there yet: the table and its columns, which are filled from the documents. */
export function defineCollection(db: DatabaseSync, definition: CollectionDefinition): void {
  requireOwnTable(db, definition.name);
  const table = tableOf(definition.name);
  db.exec(`CREATE TABLE IF NOT EXISTS ${table} (id TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL, document TEXT, expires_at INTEGER)`);
  const present = new Set(
    db
      .prepare(`SELECT name FROM pragma_table_info(?)`)
      .all(tableName(definition.name))
      .map((row) => row['name']),
  );
  if (!present.has('expires_at')) db.exec(`ALTER TABLE ${table} ADD COLUMN expires_at INTEGER`);
  // What a sweep looks for; both are small, since most documents neither expire nor are tombstones.
  db.exec(`CREATE INDEX IF NOT EXISTS ${quoted(`expiry:${definition.name}`)} ON ${table} (expires_at) WHERE expires_at IS NOT NULL`);
  db.exec(`CREATE INDEX IF NOT EXISTS ${quoted(`tombstones:${definition.name}`)} ON ${table} (position) WHERE document IS NULL`);
  const missing = [...new Set(definition.indexes.flat())].filter((field) => !present.has(columnName(field)));
  for (const field of missing) {
    // No declared type: a column with one would turn the string '10' into a number.
    db.exec(`ALTER TABLE ${table} ADD COLUMN ${columnOf(field)} NOT NULL DEFAULT ${ABSENT_SQL}`);
    db.prepare(`UPDATE ${table} SET ${columnOf(field)} = ${FILL}(document, ?) WHERE document IS NOT NULL`).run(field);
  }
}

/** Creates the indexes that are not there yet; the collection must be defined. */
export function createIndexes(db: DatabaseSync, { name, indexes }: CollectionDefinition): void {
  // Sorting millions of rows takes as much memory as the page cache then, and files for the rest.
  db.exec('PRAGMA temp_store = FILE');
  try {
    for (const fields of indexes) {
      const columns = [...fields.map(columnOf), 'id'].join(', ');
      // Tombstones are never looked for by field: they stay out of the indexes.
      db.exec(`CREATE INDEX IF NOT EXISTS ${indexOf(name, fields)} ON ${tableOf(name)} (${columns}) WHERE document IS NOT NULL`);
    }
  } finally {
    db.exec('PRAGMA temp_store = MEMORY');
  }
}
