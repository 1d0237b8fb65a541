import { decodeCursor, type Key, type Order } from '../model/cursor.js';
import { limitOf } from '../model/limit.js';
import { pageKeys } from '../model/page-keys.js';
import type { Condition, Query } from '../port.js';
import { type PageStart, type Sql, whereSql } from './conditions.js';
import { columnOf } from './layout.js';

/**
 * Rows of id, position, document and the sort values of `table`, one more than the page holds: it tells whether there is a next page.
 * @throws ReadStoreError INVALID_CURSOR
 */
export function findStatement(table: string, order: Order, query: Query): Sql {
  const conditions = query.where ?? [];
  const page = query.after === undefined ? undefined : pageSql(order, conditions, decodeCursor(order, query.after));
  const where = whereSql(conditions, page?.start);
  const direction = order.descending ? ' DESC' : '';
  const keys = [...order.sort.map(columnOf), 'id'].map((key) => key + direction);
  const text = `SELECT id, position, document${order.sort.map((field) => `, ${columnOf(field)}`).join('')} FROM ${table}
    WHERE ${where.text}${page === undefined ? '' : ` AND ${page.text}`} ORDER BY ${keys.join(', ')} LIMIT ?`;
  return { text, values: [...where.values, ...(page?.values ?? []), limitOf(query) + 1] };
}

/** What follows the document that the cursor names, so that it is one range of an index that begins there. */
function pageSql(order: Order, conditions: readonly Condition[], after: Key): Sql & { readonly start: PageStart | undefined } {
  const { fields, id } = pageKeys(order, conditions, after);
  const columns = [...fields.map(([field]) => columnOf(field)), 'id'];
  const [first] = fields;
  return {
    text: `(${columns.join(', ')}) ${order.descending ? '<' : '>'} (${columns.map(() => '?').join(', ')})`,
    values: [...fields.map(([, value]) => value), id],
    start: first === undefined ? undefined : { field: first[0], end: order.descending ? 'upper' : 'lower' },
  };
}
