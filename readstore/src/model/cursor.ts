import { ReadStoreError } from '../port.js';
import { ABSENT } from './field-value.js';

/** The order that a cursor belongs to. */
export interface Order {
  readonly collection: string;
  readonly sort: readonly string[];
  readonly descending: boolean;
}

/** Where a page ended: the sort values of its last document, then its id. */
export type Key = readonly (string | number)[];

type KeyText = readonly (string | number | null)[];

/** Names the document it stands after by value, so that it stays good when documents come and go. */
export function encodeCursor(order: Order, key: Key): string {
  const parts: readonly [string, KeyText] = [orderText(order), key.map((value) => (value === ABSENT ? null : value))];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws ReadStoreError INVALID_CURSOR */
export function decodeCursor(order: Order, cursor: string): Key {
  const parts = parse(cursor);
  if (!isCursor(parts) || parts[1].length !== order.sort.length + 1) throw new ReadStoreError('INVALID_CURSOR', 'this is not a cursor of this store');
  if (parts[0] !== orderText(order)) throw new ReadStoreError('INVALID_CURSOR', 'this cursor belongs to another collection, sort or direction');
  return parts[1].map((value) => value ?? ABSENT);
}

function orderText({ collection, sort, descending }: Order): string {
  return `${descending ? '-' : '+'}${[collection, ...sort].map((name) => encodeURIComponent(name)).join(',')}`;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function isCursor(value: unknown): value is readonly [string, KeyText] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && Array.isArray(value[1]) && value[1].every(isKeyValue);
}

function isKeyValue(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
