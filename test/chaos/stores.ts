import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventsWriterModule, openEmbeddedEventStore } from '#eventstore';
import type { EventStore } from '#eventstore/port.js';
import { openEmbeddedReadStore, readWriterModule } from '#readstore';
import type { ReadStore } from '#readstore/port.js';
import { openSqliteFile } from '#sqlite';

export interface OpenStores {
  readonly events: EventStore;
  readonly readModels: ReadStore;
  readonly scratch: ReadStore;
  close(): Promise<void>;
}

/** The embedded stores of a stopped platform, and an empty read store beside them to rebuild into. */
export async function openStores(data: string): Promise<OpenStores> {
  const folder = await mkdtemp(join(tmpdir(), 'meterlog-rebuild-'));
  const modules = { readstore: readWriterModule };
  const files = [
    await openSqliteFile({ path: join(data, 'events.db'), synchronous: 'FULL', modules: { events: eventsWriterModule } }),
    await openSqliteFile({ path: join(data, 'read.db'), synchronous: 'NORMAL', modules }),
    await openSqliteFile({ path: join(folder, 'read.db'), synchronous: 'NORMAL', modules }),
  ] as const;
  return {
    events: await openEmbeddedEventStore(files[0]),
    readModels: await openEmbeddedReadStore(files[1]),
    scratch: await openEmbeddedReadStore(files[2]),
    close: async () => {
      for (const file of files) await file.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
