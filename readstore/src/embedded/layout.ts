/** How collections lie in the file; both threads use it. Names are quoted, so that a collection or field may be called anything. */

/** `ABSENT` in SQL: it takes part in comparisons, so that a page is one row-value range. */
export const ABSENT_SQL = '-9e999';

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const TABLE_PREFIX = 'collection:';

export function tableName(collection: string): string {
  return TABLE_PREFIX + collection;
}

/** Columns `id`, `position`, `document` (JSON; NULL is a tombstone), `expires_at` (epoch ms; NULL is never) and one for each declared field. */
export function tableOf(collection: string): string {
  return quoted(tableName(collection));
}

/** Names of the tables of collections, as an expression of SQL that answers the collection's name. */
export const COLLECTION_NAMES_SQL = `SELECT substr(name, ${TABLE_PREFIX.length + 1}) FROM sqlite_schema
  WHERE type = 'table' AND substr(name, 1, ${TABLE_PREFIX.length}) = '${TABLE_PREFIX}' ORDER BY name`;

const COLUMN_PREFIX = 'field:';

export function columnName(field: string): string {
  return COLUMN_PREFIX + field;
}

/** Undefined: a column that holds no field. */
export function fieldOfColumn(name: string): string | undefined {
  return name.startsWith(COLUMN_PREFIX) ? name.slice(COLUMN_PREFIX.length) : undefined;
}

export function columnOf(field: string): string {
  return quoted(columnName(field));
}

export function indexOf(collection: string, fields: readonly string[]): string {
  return quoted(`index:${JSON.stringify([collection, ...fields])}`);
}
