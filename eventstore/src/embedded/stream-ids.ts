import type { DatabaseSync } from 'node:sqlite';

export interface StreamIds {
  find(name: string): number | undefined;
  create(name: string): number;
}

/** Streams stand in the events as small integers, which halves the index over (stream, revision). */
export function streamFinder(db: DatabaseSync): (name: string) => number | undefined {
  const select = db.prepare('SELECT id FROM event_streams WHERE name = ?');
  return (name) => (select.get(name) as { id: number } | undefined)?.id;
}

export function streamIds(db: DatabaseSync): StreamIds {
  const find = streamFinder(db);
  const insert = db.prepare('INSERT INTO event_streams (name) VALUES (?)');
  return { find, create: (name) => find(name) ?? Number(insert.run(name).lastInsertRowid) };
}
