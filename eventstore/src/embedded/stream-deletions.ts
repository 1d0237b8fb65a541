import type { DatabaseSync } from 'node:sqlite';

export type Deletion = 'none' | 'soft' | 'permanent';

export type DeletionFinder = (stream: number) => Deletion;

/** A stream has a row here for as long as it is deleted. */
export function deletionFinder(db: DatabaseSync): DeletionFinder {
  const select = db.prepare('SELECT permanent FROM event_stream_deletions WHERE stream = ?');
  return (stream) => {
    const row = select.get(stream) as { permanent: number } | undefined;
    return row === undefined ? 'none' : row.permanent === 1 ? 'permanent' : 'soft';
  };
}

export interface StreamDeletions {
  readonly of: DeletionFinder;
  /** Forgets the metadata, too. */
  mark(stream: number, permanently: boolean): void;
  /** A stream that goes on after a deletion is read from its next revision on. */
  revive(stream: number, nextRevision: number): void;
  setMetadata(stream: number, json: string): void;
}

export function streamDeletions(db: DatabaseSync): StreamDeletions {
  const mark = db.prepare(
    'INSERT INTO event_stream_deletions (stream, permanent) VALUES (?, ?) ON CONFLICT DO UPDATE SET permanent = excluded.permanent',
  );
  const unmark = db.prepare('DELETE FROM event_stream_deletions WHERE stream = ?');
  const forget = db.prepare('DELETE FROM event_stream_metadata WHERE stream = ?');
  const replace = db.prepare('INSERT INTO event_stream_metadata (stream, json) VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json');
  const setMetadata = (stream: number, json: string): void => {
    unmark.run(stream);
    replace.run(stream, json);
  };
  return {
    of: deletionFinder(db),
    mark: (stream, permanently) => {
      mark.run(stream, permanently ? 1 : 0);
      forget.run(stream);
    },
    revive: (stream, nextRevision) => setMetadata(stream, JSON.stringify({ truncateBefore: nextRevision })),
    setMetadata,
  };
}
