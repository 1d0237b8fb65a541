import type { DatabaseSync } from 'node:sqlite';
import type { AppendResult, ExpectedRevision } from '../port.js';
import type { AppendRequest, EventTuple } from './events-protocol.js';
import { fits } from './expectation.js';
import { lastRevisionFinder } from './last-revision.js';
import { RefusedError } from './refused-error.js';
import type { StreamDeletions } from './stream-deletions.js';
import type { StreamIds } from './stream-ids.js';

/** Extended result code of a violated UNIQUE constraint. */
const SQLITE_CONSTRAINT_UNIQUE = 2067;

const isUniqueViolation = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === SQLITE_CONSTRAINT_UNIQUE;

interface StandingEvent {
  readonly id: string;
  readonly revision: number;
  readonly position: number;
}

/** Finds the same ids standing one after another, as a repeated append left them. */
function repetitions(db: DatabaseSync): (stream: number, events: readonly EventTuple[], expected: ExpectedRevision) => StandingEvent | undefined {
  const byId = db.prepare('SELECT revision FROM events WHERE id = ? AND stream = ?');
  const run = db.prepare('SELECT id, revision, position FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?');
  const start = (stream: number, first: string, expected: ExpectedRevision): number | undefined => {
    if (expected === 'no-stream') return 0;
    if (typeof expected === 'number') return expected + 1;
    return (byId.get(first, stream) as { revision: number } | undefined)?.revision;
  };
  return (stream, events, expected) => {
    const from = start(stream, events[0]?.[0] ?? '', expected);
    if (from === undefined) return undefined;
    const standing = run.all(stream, from, events.length) as unknown as readonly StandingEvent[];
    return events.every(([id], index) => standing[index]?.id === id) ? standing.at(-1) : undefined;
  };
}

/**
 * Appends one request inside its savepoint. What already stands where this append would have put it is answered as repeated; otherwise
 * the expectation decides; and an id that stands anywhere else in the store is refused, which makes event ids unique in the store.
 */
export function appender(db: DatabaseSync, streams: StreamIds, deletions: StreamDeletions): (request: AppendRequest) => AppendResult {
  const lastRevision = lastRevisionFinder(db);
  const insert = db.prepare('INSERT INTO events (stream, revision, type, id, data, metadata) VALUES (?, ?, ?, ?, ?, ?)');
  const repetition = repetitions(db);

  const insertAll = (stream: number, events: readonly EventTuple[], last: number): AppendResult => {
    let revision = last;
    let position = 0;
    for (const [id, type, data, metadata] of events) position = Number(insert.run(stream, ++revision, type, id, data, metadata).lastInsertRowid);
    return { revision, position, repeated: false };
  };

  return ({ stream: name, events, expected }) => {
    const known = streams.find(name);
    const last = known === undefined ? -1 : lastRevision(known);
    const deletion = known === undefined ? 'none' : deletions.of(known);
    if (deletion === 'permanent' || (deletion === 'soft' && expected === 'stream-exists')) throw new RefusedError('STREAM_DELETED', name);
    const fitting = fits(expected, last, deletion);
    // At the head there is nothing yet to compare with; that is the common case and costs no look-up.
    const isAtHead = last < 0 || (fitting && typeof expected === 'number');
    const standing = known === undefined || isAtHead ? undefined : repetition(known, events, expected);
    if (standing !== undefined) return { revision: standing.revision, position: standing.position, repeated: true };
    if (!fitting) throw new RefusedError('WRONG_EXPECTED_REVISION', 'wrong expected revision', last);
    const stream = known ?? streams.create(name);
    if (deletion === 'soft') deletions.setMetadata(stream, { truncateBefore: last + 1 });
    try {
      return insertAll(stream, events, last);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new RefusedError('INVALID_ARGUMENT', `an event id of this append to ${name} stands elsewhere in the store`, last);
    }
  };
}
