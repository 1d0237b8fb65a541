import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { AllFilter, AllPage, Position, ReadAllOptions } from '../port.js';
import { COLUMNS, toEvents } from './rows.js';

export const PAGE = 500;
/** A filter that matches next to nothing looks at this many events per page, so that one page never blocks the thread for long. */
const SCAN = 5_000;

export interface AllReader {
  head(): Position;
  page(options: ReadAllOptions): AllPage;
}

const isFiltered = ({ streamPrefix, types }: AllFilter): boolean => streamPrefix !== undefined || types !== undefined;

/** One statement for each combination of direction and filters, prepared when first needed. */
function statements(db: DatabaseSync): (direction: 'forward' | 'backward', filter: AllFilter) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (direction, { streamPrefix, types }) => {
    const sql = `SELECT ${COLUMNS} FROM events e CROSS JOIN event_streams s ON s.id = e.stream WHERE e.position BETWEEN ? AND ?
      ${types === undefined ? '' : 'AND e.type IN (SELECT value FROM json_each(?))'}
      ${streamPrefix === undefined ? '' : 'AND substr(s.name, 1, length(?)) = ?'}
      ORDER BY e.position ${direction === 'forward' ? 'ASC' : 'DESC'} LIMIT ?`;
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    prepared.set(sql, statement);
    return statement;
  };
}

function filterValues({ streamPrefix, types }: AllFilter): SQLInputValue[] {
  return [...(types === undefined ? [] : [JSON.stringify(types)]), ...(streamPrefix === undefined ? [] : [streamPrefix, streamPrefix])];
}

/** Reads pages of all events over one connection. Positions are dense here, so a range of positions is a number of events. */
export function allReader(db: DatabaseSync): AllReader {
  const last = db.prepare('SELECT coalesce(max(position), 0) AS head FROM events');
  const statement = statements(db);
  const head = (): Position => (last.get() as { head: number }).head;
  const read = (from: Position, to: Position, direction: 'forward' | 'backward', options: ReadAllOptions, limit: number) =>
    toEvents(statement(direction, options).all(from, to, ...filterValues(options), limit));

  const forward = (options: ReadAllOptions): AllPage => {
    const { after = 0, limit = PAGE } = options;
    const end = head();
    if (after >= end) return { events: [], next: after, atEnd: true };
    const to = isFiltered(options) ? Math.min(after + Math.max(SCAN, limit), end) : end;
    const events = read(after + 1, to, 'forward', options, limit);
    const next = events.length === limit ? (events.at(-1)?.position ?? to) : to;
    return { events, next, atEnd: next >= end };
  };

  const backward = (options: ReadAllOptions): AllPage => {
    const { limit = PAGE } = options;
    const before = Math.min(options.after ?? Infinity, head() + 1);
    const from = isFiltered(options) ? Math.max(before - Math.max(SCAN, limit), 1) : 1;
    const events = read(from, before - 1, 'backward', options, limit);
    const next = events.length === limit ? (events.at(-1)?.position ?? from) : Math.min(from, before);
    return { events, next, atEnd: next <= 1 };
  };

  return { head, page: (options) => (options.direction === 'backward' ? backward(options) : forward(options)) };
}
