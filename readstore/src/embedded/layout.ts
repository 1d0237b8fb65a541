/** How collections lie in the file; both threads use it. Names are quoted, so that a collection or field may be called anything. */

/** What an absent value is stored as: lower than every number and string, and unlike NULL it takes part in comparisons, so that a page is one row-value range. */
export const ABSENT = Number.NEGATIVE_INFINITY;
/** `ABSENT` in SQL. */
export const ABSENT_SQL = '-9e999';

/** The value of a field as its column holds it; booleans as 0/1, anything that cannot be compared as absent. */
export function columnValue(value: unknown): string | number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : ABSENT;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Columns `id`, `position`, `document` (JSON; NULL is a tombstone) and one for each declared field. */
export function tableOf(collection: string): string {
  return quoted(`collection:${collection}`);
}

export function columnName(field: string): string {
  return `field:${field}`;
}

export function columnOf(field: string): string {
  return quoted(columnName(field));
}

export function indexOf(collection: string, fields: readonly string[]): string {
  return quoted(`index:${JSON.stringify([collection, ...fields])}`);
}
