/** The writer module of the embedded event store: runs in the writer thread. */
import type { DatabaseSync } from 'node:sqlite';
import type { WriterModule } from '#sqlite';
import { appender } from './appender.js';
import type { EventsAnswer, EventsRequest, SetMetadataRequest } from './events-protocol.js';
import { inspectEvents, lastPosition } from './events-inspection.js';
import { createEventTables } from './events-schema.js';
import { streamIds } from './stream-ids.js';

function metadataSetter(db: DatabaseSync, idOf: (name: string) => number): (request: SetMetadataRequest) => undefined {
  const replace = db.prepare('INSERT INTO event_stream_metadata (stream, json) VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json');
  return ({ stream, json }) => {
    replace.run(idOf(stream), json);
    return undefined;
  };
}

const module: WriterModule<EventsRequest, EventsAnswer> = {
  migrate: createEventTables,
  position: lastPosition,
  inspect: inspectEvents,
  open: (db) => {
    const streams = streamIds(db);
    const append = appender(db, streams);
    const setMetadata = metadataSetter(db, (name) => streams.create(name));
    return (request) => (request.kind === 'append' ? append(request) : setMetadata(request));
  },
};
export default module;
