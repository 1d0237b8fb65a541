import type { DatabaseSync } from 'node:sqlite';
import type { StreamMetadata } from '../port.js';

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
  /** Ends the deletion of a stream, if it was deleted, with these metadata. */
  setMetadata(stream: number, metadata: StreamMetadata): void;
}

export function streamDeletions(db: DatabaseSync): StreamDeletions {
  const mark = db.prepare(
    'INSERT INTO event_stream_deletions (stream, permanent) VALUES (?, ?) ON CONFLICT DO UPDATE SET permanent = excluded.permanent',
  );
  const unmark = db.prepare('DELETE FROM event_stream_deletions WHERE stream = ?');
  const forget = db.prepare('DELETE FROM event_stream_metadata WHERE stream = ?');
  const replace = db.prepare('INSERT INTO event_stream_metadata (stream, json) VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json');
  return {
    of: deletionFinder(db),
    mark: (stream, permanently) => {
      mark.run(stream, permanently ? 1 : 0);
      forget.run(stream);
    },
    setMetadata: (stream, metadata) => {
      unmark.run(stream);
      replace.run(stream, JSON.stringify(metadata));
    },
  };
}
