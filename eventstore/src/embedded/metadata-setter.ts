import type { SetMetadataRequest } from './events-protocol.js';
import { RefusedError } from './refused-error.js';
import type { StreamDeletions } from './stream-deletions.js';
import type { StreamIds } from './stream-ids.js';

/** Replaces the metadata of a stream, which also undoes its deletion unless that was permanent. */
export function metadataSetter(streams: StreamIds, deletions: StreamDeletions): (request: SetMetadataRequest) => undefined {
  return ({ stream: name, json }) => {
    const stream = streams.create(name);
    if (deletions.of(stream) === 'permanent') throw new RefusedError('STREAM_DELETED', name);
    deletions.setMetadata(stream, json);
    return undefined;
  };
}
