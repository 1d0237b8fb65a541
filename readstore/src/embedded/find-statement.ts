import type { Query } from '../port.js';
import { type Sql, whereSql } from './conditions.js';
import { decodeCursor, type Order } from './cursor.js';
import { columnOf, tableOf } from './layout.js';

const DEFAULT_LIMIT = 500;

/** @throws RangeError */
export function limitOf(query: Query): number {
  const limit = query.limit ?? DEFAULT_LIMIT;
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`limit must be a positive integer, not ${limit}`);
  return limit;
}

/**
 * Rows of id, position, document and the sort values, one more than the page holds: it tells whether there is a next page.
 * @throws ReadStoreError INVALID_CURSOR
 */
export function findStatement(order: Order, query: Query): Sql {
  const where = whereSql(query.where ?? []);
  const keys = [...order.sort.map(columnOf), 'id'];
  const after = query.after === undefined ? [] : decodeCursor(order, query.after);
  const page = after.length === 0 ? '' : ` AND (${keys.join(', ')}) ${order.descending ? '<' : '>'} (${keys.map(() => '?').join(', ')})`;
  const direction = order.descending ? ' DESC' : '';
  const text = `SELECT id, position, document${order.sort.map((field) => `, ${columnOf(field)}`).join('')} FROM ${tableOf(order.collection)}
    WHERE ${where.text}${page} ORDER BY ${keys.map((key) => key + direction).join(', ')} LIMIT ?`;
  return { text, values: [...where.values, ...after, limitOf(query) + 1] };
}
