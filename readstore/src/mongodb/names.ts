/** What collections, fields and indexes are called in MongoDB, so that ours may be called anything. */
import { createHash } from 'node:crypto';

/** Servers allow 120 to 255 bytes for database, dot and collection together. */
const MAX_NAME = 60;

/** Letters, digits, `_`, `-` and `@` as they are, every other byte of the UTF-8 text as `%XX`. */
function escaped(name: string): string {
  return Array.from(Buffer.from(name, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9_@-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

/** Long ones are cut and told apart by a hash. */
function short(name: string): string {
  if (name.length <= MAX_NAME) return name;
  return `${name.slice(0, MAX_NAME - 17)}.${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

export const CHECKPOINTS = 'readstore.checkpoints';
export const DEFINITIONS = 'readstore.definitions';
export const ALIASES = 'readstore.aliases';
export const SCHEMA = 'readstore.schema';

export function collectionName(collection: string): string {
  return `read.${short(escaped(collection))}`;
}

export function rowsName(table: string): string {
  return `rows.${short(escaped(table))}`;
}

/** Name of a declared field inside {@link StoredDocument.keys}: never empty, which no server takes. */
export function keyName(field: string): string {
  return short(escaped(field)) || '%';
}

export function keyPath(field: string): string {
  return `keys.${keyName(field)}`;
}

export function indexName(fields: readonly string[]): string {
  return short(fields.map(keyName).join('+'));
}
