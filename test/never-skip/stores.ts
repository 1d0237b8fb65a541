import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventsWriterModule, openEmbeddedEventStore, openEsdbEventStore } from '#eventstore';
import type { EventStore } from '#eventstore/port.js';
import { openEmbeddedReadStore, readWriterModule } from '#readstore';
import type { ReadStore } from '#readstore/port.js';
import { openSqliteFile } from '#sqlite';
import type { AdapterName } from './plan.js';

export interface Stores {
  readonly events: EventStore;
  readonly readModels: ReadStore;
  /** Cuts what lies between the adapter and its store; undefined where nothing does. */
  readonly interrupt: (() => void) | undefined;
  close(): Promise<void>;
}

interface OpenEvents {
  readonly store: EventStore;
  readonly interrupt?: () => void;
  close(): Promise<void>;
}

/** Not synchronous: no power is lost here, and the disk would be most of the time. */
async function embedded(directory: string): Promise<OpenEvents> {
  const file = await openSqliteFile({ path: join(directory, 'events.db'), synchronous: 'NORMAL', modules: { events: eventsWriterModule } });
  const store = await openEmbeddedEventStore(file);
  return {
    store,
    close: async () => {
      await store.close();
      await file.close();
    },
  };
}

/** Over the gRPC façade, which is loaded only here. */
async function esdb(directory: string): Promise<OpenEvents> {
  const { startFacade } = await import('../../eventstore/facade/index.js');
  const facade = await startFacade({ directory });
  const store = await openEsdbEventStore(facade.connectionString);
  return {
    store,
    interrupt: () => facade.dropConnections(),
    close: async () => {
      await store.close();
      await facade.stop();
    },
  };
}

const adapters: Readonly<Record<AdapterName, (directory: string) => Promise<OpenEvents>>> = { embedded, esdb };

/** Empty stores in a directory that goes away with them. */
export async function openStores(adapter: AdapterName): Promise<Stores> {
  const directory = await mkdtemp(join(tmpdir(), 'meterlog-never-skip-'));
  const events = await adapters[adapter](directory);
  const file = await openSqliteFile({ path: join(directory, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
  const readModels = await openEmbeddedReadStore(file);
  return {
    events: events.store,
    readModels,
    interrupt: events.interrupt,
    close: async () => {
      await events.close();
      await readModels.close();
      await file.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
