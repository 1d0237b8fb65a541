import { join } from 'node:path';
import { openEmbeddedReadStore, readWriterModule } from '#readstore';
import type { ReadStore } from '#readstore/port.js';
import { openSqliteFile } from '#sqlite';
import type { Closers } from '../closers.js';

/** The read models of a data directory that is locked already. @throws SqliteError */
export async function openEmbeddedReads(directory: string, closers: Closers): Promise<ReadStore> {
  const file = await openSqliteFile({ path: join(directory, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
  closers.add(() => file.close());
  const reads = await openEmbeddedReadStore(file);
  closers.add(() => reads.close());
  return reads;
}
