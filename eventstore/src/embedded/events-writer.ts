/** The writer module of the embedded event store: runs in the writer thread. */
import type { WriterModule } from '#sqlite';
import { appender } from './appender.js';
import type { EventsAnswer, EventsRequest } from './events-protocol.js';
import { inspectEvents, lastPosition } from './events-inspection.js';
import { createEventTables } from './events-schema.js';
import { metadataSetter } from './metadata-setter.js';
import { streamDeleter } from './stream-deleter.js';
import { streamDeletions } from './stream-deletions.js';
import { streamIds } from './stream-ids.js';

const module: WriterModule<EventsRequest, EventsAnswer> = {
  migrate: createEventTables,
  position: lastPosition,
  inspect: inspectEvents,
  open: (db) => {
    const streams = streamIds(db);
    const deletions = streamDeletions(db);
    const append = appender(db, streams, deletions);
    const setMetadata = metadataSetter(db, streams, deletions);
    const deleteStream = streamDeleter(db, streams, deletions);
    return (request) => {
      if (request.kind === 'append') return append(request);
      return request.kind === 'set-metadata' ? setMetadata(request) : deleteStream(request);
    };
  },
};
export default module;
