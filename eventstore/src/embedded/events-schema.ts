import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/**
 * Events are never deleted, so the integer primary key is the position: dense, from 1, in commit order. JSON stays TEXT (a BLOB
 * costs several times as much to read); the narrow columns stand first, so that a filter need not touch the pages of large data.
 */
export function createEventTables(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS event_store (id TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS event_streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE IF NOT EXISTS event_stream_metadata (stream INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS event_stream_deletions (stream INTEGER PRIMARY KEY, permanent INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS events (
      position INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      type TEXT NOT NULL,
      id TEXT NOT NULL UNIQUE,
      data TEXT NOT NULL,
      metadata TEXT NOT NULL,
      UNIQUE (stream, revision)
    ) STRICT;`);
  db.prepare('INSERT INTO event_store (id) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM event_store)').run(randomUUID());
}
