import type { SqliteFile } from '#sqlite';
import type { EventStore } from '../port.js';
import { EmbeddedEventStore } from './embedded-event-store.js';

/**
 * The event store in an SQLite file that has {@link eventsWriterModule} registered as `events`. The file stays its owner's: closing the
 * store does not close it, and the store has to be closed first.
 *
 * Stronger than the port asks: positions are dense; event ids are unique in the store. An append whose ids already stand one after
 * another in the stream (at the expected place for `no-stream` and an exact revision, anywhere for `any` and `stream-exists`) is
 * answered as repeated, also after a restart; an id that stands elsewhere is refused with INVALID_ARGUMENT.
 * A page of `readAll` may be shorter than its limit (few matches, or 8 Mi characters of data): go on from `next` until `atEnd`.
 * A subscription says `caught-up` whenever it reaches the end at a new position, so that filtered subscribers can move their checkpoint.
 * As in EventStoreDB before a scavenge, truncation by stream metadata hides events from `readStream` only, never from `readAll` or `subscribe`.
 */
export async function openEmbeddedEventStore(file: SqliteFile): Promise<EventStore> {
  const row = file.reader().prepare('SELECT id FROM event_store').get() as { id: string };
  return new EmbeddedEventStore(file, row.id);
}
