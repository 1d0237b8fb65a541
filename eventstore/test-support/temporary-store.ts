import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFile, type SqliteFile } from '#sqlite';
import { type EventStore, eventsWriterModule, openEmbeddedEventStore } from '../src/index.js';

export interface OpenedFile {
  readonly file: SqliteFile;
  readonly store: EventStore;
  /** Closes the store, then the file. */
  close(): Promise<void>;
}

export async function openStoreFile(path: string, synchronous: 'FULL' | 'NORMAL'): Promise<OpenedFile> {
  const file = await openSqliteFile({ path, synchronous, modules: { events: eventsWriterModule } });
  const store = await openEmbeddedEventStore(file);
  return {
    file,
    store,
    close: async () => {
      await store.close();
      await file.close();
    },
  };
}

export interface TemporaryDirectory {
  readonly path: string;
  remove(): void;
}

export function temporaryDirectory(): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), 'eventstore-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
