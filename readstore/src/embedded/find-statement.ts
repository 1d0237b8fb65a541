import { decodeCursor, type Key, type Order } from '../model/cursor.js';
import { ABSENT } from '../model/field-value.js';
import { limitOf } from '../model/limit.js';
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
function pageSql({ sort, descending }: Order, conditions: readonly Condition[], after: Key): Sql & { readonly start: PageStart | undefined } {
  const isPinned = (field: string, value: string | number | undefined): boolean =>
    conditions.some((condition) => condition.field === field && condition.equals !== undefined && (condition.equals ?? ABSENT) === value);
  // A field that is the same in all of them decides nothing, and would hide the next one from the index.
  const open = sort.flatMap((field, index) => (isPinned(field, after[index]) ? [] : [index]));
  const columns = [...open.map((index) => columnOf(sort[index] ?? '')), 'id'];
  const values = [...open, sort.length].map((index) => after[index] ?? ABSENT);
  const first = sort[open[0] ?? sort.length];
  return {
    text: `(${columns.join(', ')}) ${descending ? '<' : '>'} (${columns.map(() => '?').join(', ')})`,
    values,
    start: first === undefined ? undefined : { field: first, end: descending ? 'upper' : 'lower' },
  };
}
