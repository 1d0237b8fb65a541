import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedReadStore, readWriterModule, type ReadStore } from '#readstore';
import { openSqliteFile, type SqliteFile } from '#sqlite';

export interface OpenReadStore {
  readonly readStore: ReadStore;
  close(): Promise<void>;
}

/** A read store of its own in a directory that goes with it. */
export async function openReadStore(): Promise<OpenReadStore> {
  const dir = await mkdtemp(join(tmpdir(), 'meterlog-projections-'));
  const file: SqliteFile = await openSqliteFile({ path: join(dir, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
  return {
    readStore: await openEmbeddedReadStore(file),
    async close() {
      await file.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
