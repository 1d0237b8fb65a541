import type { DatabaseSync } from 'node:sqlite';
import { type ReadStreamOptions, type StoredEvent, StreamDeletedError, type StreamMetadata } from '../port.js';
import { PAGE } from './all-reader.js';
import { COLUMNS, type EventRow, toEvent } from './rows.js';
import { streamLookup, type StreamRow } from './stream-lookup.js';

export interface StreamReader {
  /** Pages of at most {@link PAGE} events; the stream's end is that of the first page. @throws StreamDeletedError */
  pages(stream: string, options: ReadStreamOptions): Generator<readonly StoredEvent[], void, undefined>;
  /** @throws StreamDeletedError */
  metadata(stream: string): StreamMetadata;
}

export function streamReader(db: DatabaseSync): StreamReader {
  const lookUp = streamLookup(db);
  const select = (order: 'ASC' | 'DESC') => {
    const statement = db.prepare(
      `SELECT ${COLUMNS} FROM events e WHERE e.stream = ? AND e.revision BETWEEN ? AND ? ORDER BY e.revision ${order} LIMIT ?`,
    );
    statement.setReturnArrays(true);
    return statement;
  };
  const ascending = select('ASC');
  const descending = select('DESC');

  /** Undefined for a stream that is not there, or not any more. */
  const existing = (stream: string): StreamRow | undefined => {
    const row = lookUp(stream);
    if (row?.deletion === 'permanent') throw new StreamDeletedError(stream);
    return row?.deletion === 'soft' ? undefined : row;
  };

  return {
    metadata: (stream) => existing(stream)?.metadata ?? {},
    *pages(stream, { from, direction = 'forward', limit = Infinity }) {
      const row = existing(stream);
      if (row === undefined) return;
      const { id, last, metadata } = row;
      const { maxCount = Infinity, truncateBefore = 0 } = metadata;
      const isForward = direction === 'forward';
      let low = Math.max(truncateBefore, last + 1 - maxCount, isForward ? (from ?? 0) : 0);
      let high = isForward ? last : Math.min(from ?? last, last);
      for (let left = limit; low <= high && left > 0; left -= PAGE) {
        const rows = (isForward ? ascending : descending).all(id, low, high, Math.min(PAGE, left)) as unknown as readonly EventRow[];
        const events = rows.map((row) => toEvent(row, stream));
        yield events;
        if (isForward) low += events.length;
        else high -= events.length;
      }
    },
  };
}
