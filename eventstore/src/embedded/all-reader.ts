import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { AllFilter, AllPage, Position, ReadAllOptions, StoredEvent } from '../port.js';
import { COLUMNS, type EventRow, toEvent } from './rows.js';
import { streamNames } from './stream-names.js';

export const PAGE = 500;
/** A filter that matches next to nothing looks at this many events per page, so that one page never blocks the thread for long. */
const SCAN = 5_000;
/** A page is cut short when it holds this many characters of data: large events must not make large pages. */
const PAGE_CHARACTERS = 8 * 1024 * 1024;
/** Rows fetched before the first look at their size. What follows is as much as has room at the size of those. */
const FIRST_SLICE = 100;

export interface AllReader {
  head(): Position;
  page(options: ReadAllOptions): AllPage;
}

/** A larger slice costs less per event: preparing to read one costs as much as reading a dozen. */
function sliceAfter(read: number, characters: number): number {
  if (read === 0) return FIRST_SLICE;
  return Math.max(FIRST_SLICE, Math.floor((PAGE_CHARACTERS - characters) / (characters / read + 1)));
}

const isFiltered = ({ streamPrefix, types }: AllFilter): boolean => streamPrefix !== undefined || types !== undefined;

/** One statement for each combination of direction and filters, prepared when first needed. */
function statements(db: DatabaseSync): (direction: 'forward' | 'backward', filter: AllFilter) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (direction, { streamPrefix, types }) => {
    const isPrefixed = streamPrefix !== undefined;
    const sql = `SELECT ${COLUMNS} FROM events e ${isPrefixed ? 'CROSS JOIN event_streams s ON s.id = e.stream' : ''} WHERE e.position BETWEEN ? AND ?
      ${typesSql(types)}
      ${isPrefixed ? 'AND substr(s.name, 1, length(?)) = ?' : ''}
      ORDER BY e.position ${direction === 'forward' ? 'ASC' : 'DESC'} LIMIT ?`;
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    prepared.set(sql, statement);
    return statement;
  };
}

/** Comparing with one type costs less than looking it up in a list: a fifth of all that reading past events of other types does. */
function typesSql(types: AllFilter['types']): string {
  if (types === undefined) return '';
  return types.length === 1 ? 'AND e.type = ?' : 'AND e.type IN (SELECT value FROM json_each(?))';
}

function filterValues({ streamPrefix, types }: AllFilter): SQLInputValue[] {
  const ofTypes = types === undefined ? [] : [types.length === 1 ? (types[0] ?? '') : JSON.stringify(types)];
  return [...ofTypes, ...(streamPrefix === undefined ? [] : [streamPrefix, streamPrefix])];
}

/** Reads pages of all events over one connection. Positions are dense here, so a range of positions is a number of events. */
export function allReader(db: DatabaseSync): AllReader {
  const last = db.prepare('SELECT coalesce(max(position), 0) AS head FROM events');
  const statement = statements(db);
  const namesOf = streamNames(db);
  const toEvents = (rows: readonly EventRow[]): StoredEvent[] => {
    const names = namesOf(rows);
    return rows.map((row, index) => toEvent(row, names[index] ?? ''));
  };
  const head = (): Position => (last.get() as { head: number }).head;
  /** The events in a range of positions, and where to go on: behind the last one, or at `end` when there are no more in the range. */
  const read = (from: Position, to: Position, options: ReadAllOptions, end: Position): { events: StoredEvent[]; next: Position } => {
    const { direction = 'forward', limit = PAGE } = options;
    const isForward = direction === 'forward';
    const select = statement(direction, options);
    const events: StoredEvent[] = [];
    let last = isForward ? from - 1 : to + 1;
    for (let characters = 0; events.length < limit && characters < PAGE_CHARACTERS;) {
      const asked = Math.min(sliceAfter(events.length, characters), limit - events.length);
      const range = isForward ? [last + 1, to] : [from, last - 1];
      const slice = toEvents(select.all(...range, ...filterValues(options), asked) as unknown as readonly EventRow[]);
      for (const event of slice) {
        events.push(event);
        characters += event.data.length;
        last = event.position;
      }
      if (slice.length < asked) return { events, next: end };
    }
    return { events, next: last };
  };

  const forward = (options: ReadAllOptions): AllPage => {
    const { after = 0, limit = PAGE } = options;
    const end = head();
    if (after >= end) return { events: [], next: after, atEnd: true };
    const to = isFiltered(options) ? Math.min(after + Math.max(SCAN, limit), end) : end;
    const { events, next } = read(after + 1, to, options, to);
    return { events, next, atEnd: next >= end };
  };

  const backward = (options: ReadAllOptions): AllPage => {
    const { limit = PAGE } = options;
    const before = Math.min(options.after ?? Infinity, head() + 1);
    const from = isFiltered(options) ? Math.max(before - Math.max(SCAN, limit), 1) : 1;
    const { events, next } = read(from, before - 1, options, Math.min(from, before));
    return { events, next, atEnd: next <= 1 };
  };

  return { head, page: (options) => (options.direction === 'backward' ? backward(options) : forward(options)) };
}
