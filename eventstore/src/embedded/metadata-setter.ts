import type { DatabaseSync } from 'node:sqlite';
import type { StreamMetadata } from '../port.js';
import type { SetMetadataRequest } from './events-protocol.js';
import { lastRevisionFinder } from './last-revision.js';
import { RefusedError } from './refused-error.js';
import type { StreamDeletions } from './stream-deletions.js';
import type { StreamIds } from './stream-ids.js';

/** Replaces the metadata of a stream. A deletion that was not permanent ends with it; what was deleted stays hidden. */
export function metadataSetter(db: DatabaseSync, streams: StreamIds, deletions: StreamDeletions): (request: SetMetadataRequest) => undefined {
  const lastRevision = lastRevisionFinder(db);
  return ({ stream: name, json }) => {
    const stream = streams.create(name);
    const deletion = deletions.of(stream);
    if (deletion === 'permanent') throw new RefusedError('STREAM_DELETED', name);
    const metadata = JSON.parse(json) as StreamMetadata;
    const hidden = deletion === 'soft' ? { truncateBefore: Math.max(metadata.truncateBefore ?? 0, lastRevision(stream) + 1) } : {};
    deletions.setMetadata(stream, { ...metadata, ...hidden });
    return undefined;
  };
}
