import { type EventStore, eventsWriterModule, openEmbeddedEventStore } from '#eventstore';
import type { StoredEvent } from '#eventstore/port.js';
import { openSqliteFile } from '#sqlite';

export interface OpenStoreOptions {
  readonly synchronous?: 'FULL' | 'NORMAL';
  /** Pages of log before a checkpoint; few make many checkpoints. */
  readonly logPages?: number;
}

export interface OpenedStore {
  readonly store: EventStore;
  close(): Promise<void>;
}

/** The embedded event store as the platform opens it, alone in its file. */
export async function openStore(path: string, { synchronous = 'FULL', ...more }: OpenStoreOptions = {}): Promise<OpenedStore> {
  const file = await openSqliteFile({ path, synchronous, modules: { events: eventsWriterModule }, ...more });
  try {
    const store = await openEmbeddedEventStore(file);
    return {
      store,
      close: async () => {
        await store.close();
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

export async function everyEvent(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let after = 0; ;) {
    const page = await store.readAll({ after, limit: 5_000 });
    events.push(...page.events);
    if (page.atEnd) return events;
    after = page.next;
  }
}
