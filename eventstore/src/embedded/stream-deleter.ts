import type { DatabaseSync } from 'node:sqlite';
import type { Position } from '../port.js';
import type { DeleteStreamRequest } from './events-protocol.js';
import { fits } from './expectation.js';
import { lastRevisionFinder } from './last-revision.js';
import { RefusedError } from './refused-error.js';
import type { StreamDeletions } from './stream-deletions.js';
import type { StreamIds } from './stream-ids.js';

/** Deletes a stream and answers the position of the store's last event. */
export function streamDeleter(db: DatabaseSync, streams: StreamIds, deletions: StreamDeletions): (request: DeleteStreamRequest) => Position {
  const head = db.prepare('SELECT coalesce(max(position), 0) AS head FROM events');
  const lastRevision = lastRevisionFinder(db);
  return ({ stream: name, expected, permanently }) => {
    const known = streams.find(name);
    const last = known === undefined ? -1 : lastRevision(known);
    const deletion = known === undefined ? 'none' : deletions.of(known);
    if (deletion === 'permanent' || (deletion === 'soft' && expected === 'stream-exists')) throw new RefusedError('STREAM_DELETED', name);
    if ((last < 0 && !permanently) || !fits(expected, last, deletion)) {
      throw new RefusedError('WRONG_EXPECTED_REVISION', 'wrong expected revision', last);
    }
    deletions.mark(known ?? streams.create(name), permanently);
    return (head.get() as { head: number }).head;
  };
}
