import type { DatabaseSync } from 'node:sqlite';

/** Answers the revision of a stream's last event, -1 when it has none. */
export function lastRevisionFinder(db: DatabaseSync): (stream: number) => number {
  const select = db.prepare('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1');
  return (stream) => (select.get(stream) as { revision: number } | undefined)?.revision ?? -1;
}
