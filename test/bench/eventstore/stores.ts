import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStore, eventsWriterModule, openEmbeddedEventStore, openEsdbEventStore } from '#eventstore';
import { openSqliteFile } from '#sqlite';
import { ChildProgram } from '../../support/child-program.js';

export interface MeasuredStore {
  readonly store: EventStore;
  /** Closes it and removes its data. */
  close(): Promise<void>;
}

/** The embedded store as the platform opens it: every append is fsynced. */
export async function embeddedStore(): Promise<MeasuredStore> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-embedded-'));
  const file = await openSqliteFile({ path: join(directory, 'events.db'), synchronous: 'FULL', modules: { events: eventsWriterModule } });
  const store = await openEmbeddedEventStore(file);
  return {
    store,
    close: async () => {
      await store.close();
      await file.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** The EventStoreDB adapter with the official client, and the façade over an embedded store in a process of its own. */
export async function esdbStore(): Promise<MeasuredStore> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-esdb-'));
  const facade = new ChildProgram('test/bench/eventstore/facade-process.js', [directory]);
  const store = await openEsdbEventStore(await facade.line((line) => line.startsWith('esdb://')));
  return {
    store,
    close: async () => {
      await store.close();
      await facade.stop();
      rmSync(directory, { recursive: true });
    },
  };
}
