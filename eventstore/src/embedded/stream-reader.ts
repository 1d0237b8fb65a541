import type { DatabaseSync } from 'node:sqlite';
import { type ReadStreamOptions, type StoredEvent, StreamDeletedError, type StreamMetadata } from '../port.js';
import { PAGE } from './all-reader.js';
import { COLUMNS, type EventRow, toEvent } from './rows.js';
import { lastRevisionFinder } from './last-revision.js';
import { type Deletion, deletionFinder } from './stream-deletions.js';
import { streamFinder } from './stream-ids.js';

export interface StreamReader {
  /** Pages of at most {@link PAGE} events; the stream's end is that of the first page. @throws StreamDeletedError */
  pages(stream: string, options: ReadStreamOptions): Generator<readonly StoredEvent[], void, undefined>;
  /** @throws StreamDeletedError */
  metadata(stream: string): StreamMetadata;
}

export function streamReader(db: DatabaseSync): StreamReader {
  const find = streamFinder(db);
  const lastRevision = lastRevisionFinder(db);
  const deletionOf = deletionFinder(db);
  const json = db.prepare('SELECT json FROM event_stream_metadata WHERE stream = ?');
  const select = (order: 'ASC' | 'DESC') => {
    const statement = db.prepare(
      `SELECT ${COLUMNS} FROM events e WHERE e.stream = ? AND e.revision BETWEEN ? AND ? ORDER BY e.revision ${order} LIMIT ?`,
    );
    statement.setReturnArrays(true);
    return statement;
  };
  const ascending = select('ASC');
  const descending = select('DESC');

  const metadataOf = (id: number): StreamMetadata => {
    const row = json.get(id) as { json: string } | undefined;
    return row === undefined ? {} : (JSON.parse(row.json) as StreamMetadata);
  };

  const deletion = (id: number, stream: string): Deletion => {
    const found = deletionOf(id);
    if (found === 'permanent') throw new StreamDeletedError(stream);
    return found;
  };

  return {
    metadata: (stream) => {
      const id = find(stream);
      return id === undefined || deletion(id, stream) === 'soft' ? {} : metadataOf(id);
    },
    *pages(stream, { from, direction = 'forward', limit = Infinity }) {
      const id = find(stream);
      if (id === undefined || deletion(id, stream) === 'soft') return;
      const last = lastRevision(id);
      const { maxCount = Infinity, truncateBefore = 0 } = metadataOf(id);
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
