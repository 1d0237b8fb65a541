import { join } from 'node:path';
import { openSqliteFile, type SqliteFile } from '#sqlite';
import { type EventStore, EVENTS_MODULE, eventsWriterModule, openEmbeddedEventStore } from '../src/index.js';

export interface OpenStore {
  readonly store: EventStore;
  close(): Promise<void>;
}

/** The embedded store under the façade. A file that was handed in stays open. @throws Error when neither is given */
export async function openStore(file: SqliteFile | undefined, directory: string | undefined): Promise<OpenStore> {
  if (file !== undefined) {
    const store = await openEmbeddedEventStore(file);
    return { store, close: () => store.close() };
  }
  if (directory === undefined) throw new TypeError('a façade needs a file or a directory');
  const path = join(directory, 'events.db');
  const own = await openSqliteFile({ path, synchronous: 'FULL', modules: { [EVENTS_MODULE]: eventsWriterModule } });
  const store = await openEmbeddedEventStore(own);
  return {
    store,
    close: async () => {
      await store.close();
      await own.close();
    },
  };
}
