import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sampleEvent } from './sample-event.js';

const BLOCK = 4_096;
/** Blocks that are overwritten in turn, as a log is that has its size. */
const BLOCKS = 256;
/** Rows fetched at once: the fastest way to all of them. */
const PAGE = 500;

export interface Floor {
  /** Times per second that the disk confirms one overwritten block. */
  readonly syncs: number;
  /** Events per second that plain SQLite inserts in one transaction, and reads again, with the indexes of the event store. */
  readonly inserts: number;
  readonly scans: number;
}

/** What the machine can do at most, without anything of ours. */
export function floor(milliseconds: number, events: number): Floor {
  const directory = mkdtempSync(join(tmpdir(), 'bench-floor-'));
  try {
    return { syncs: syncRate(join(directory, 'blocks'), milliseconds), ...sqliteRates(join(directory, 'plain.db'), events) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function syncRate(path: string, milliseconds: number): number {
  const fd = openSync(path, 'w');
  const block = Buffer.alloc(BLOCK, 1);
  for (let n = 0; n < BLOCKS; n++) writeSync(fd, block, 0, BLOCK, n * BLOCK);
  fdatasyncSync(fd);
  const began = performance.now();
  let syncs = 0;
  for (; performance.now() - began < milliseconds; syncs++) {
    writeSync(fd, block, 0, BLOCK, (syncs % BLOCKS) * BLOCK);
    fdatasyncSync(fd);
  }
  const seconds = (performance.now() - began) / 1_000;
  closeSync(fd);
  return syncs / seconds;
}

function sqliteRates(path: string, events: number): { inserts: number; scans: number } {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE events (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL,
    revision INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL UNIQUE, data TEXT NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, revision)) STRICT`);
  const rows = Array.from({ length: events }, (_, n) => sampleEvent(n));
  const insert = db.prepare('INSERT INTO events (stream, revision, type, id, data, metadata) VALUES (?, ?, ?, ?, ?, ?)');
  const inserts = rate(events, () => {
    db.exec('BEGIN');
    for (const [n, { type, id, data, metadata }] of rows.entries()) insert.run(n % 64, n, type, id, data, metadata);
    db.exec('COMMIT');
  });
  const select = db.prepare(
    'SELECT position, stream, revision, type, id, data, metadata FROM events WHERE position BETWEEN ? AND ? ORDER BY position',
  );
  select.setReturnArrays(true);
  const scan = (): void => {
    for (let from = 1; from <= events; from += PAGE) select.all(from, from + PAGE - 1);
  };
  scan();
  const scans = rate(events, scan);
  db.close();
  return { inserts, scans };
}

function rate(events: number, work: () => void): number {
  const began = performance.now();
  work();
  return events / ((performance.now() - began) / 1_000);
}
