import type { DatabaseSync } from 'node:sqlite';
import type { Inspection, InspectionOrder } from '#sqlite';

/** Positions are dense, so a gap among the last ones tells of a loss; looking at these costs some milliseconds. */
const TAIL = 50_000;

/** The position of the last event, 0 without one. */
export function lastPosition(db: DatabaseSync): () => number {
  const last = db.prepare('SELECT coalesce(max(position), 0) AS position FROM events');
  return () => (last.get() as { position: number }).position;
}

/** Reads rows in order of position until one is missing or cannot be read. */
function lastBefore(db: DatabaseSync, sql: string, after: number): number {
  let last = after;
  try {
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    for (const row of statement.iterate(after) as Iterable<unknown>) {
      const [position] = row as readonly [number];
      if (position !== last + 1) return last;
      last = position;
    }
  } catch {
    // A page that cannot be read: what stands before it is what is left.
  }
  return last;
}

/** Says up to where the events are all there, and the first position that is missing. */
export function inspectEvents(db: DatabaseSync, { durable, thorough }: InspectionOrder): Inspection {
  if (thorough) {
    const last = lastBefore(db, 'SELECT position, id, type, data, metadata FROM events WHERE position > ? ORDER BY position', 0);
    return last < Math.max(durable, maximum(db)) ? { last, missing: last + 1 } : { last };
  }
  const end = lastPosition(db)();
  const from = Math.max(0, end - TAIL);
  const { count } = db.prepare('SELECT count(*) AS count FROM events WHERE position > ?').get(from) as { count: number };
  if (count === end - from && end >= durable) return { last: end };
  const last = lastBefore(db, 'SELECT position FROM events WHERE position > ? ORDER BY position', from);
  return { last, missing: last + 1 };
}

function maximum(db: DatabaseSync): number {
  try {
    return lastPosition(db)();
  } catch {
    return 0;
  }
}
