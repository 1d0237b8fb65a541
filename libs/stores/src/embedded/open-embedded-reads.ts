import { join } from 'node:path';
import type { Log } from '#event-sourcing';
import { openEmbeddedReadStore, readWriterModule } from '#readstore';
import { openSqliteFile } from '#sqlite';
import type { Closers } from '../closers.js';
import type { Reads } from '../truth.js';
import { fileCheck } from './file-check.js';

/** The read models of a data directory that is locked already; damaged ones are set aside and made anew. @throws SqliteError */
export async function openEmbeddedReads(directory: string, closers: Closers, log: Log): Promise<Reads> {
  const file = await openSqliteFile({
    path: join(directory, 'read.db'),
    synchronous: 'NORMAL',
    modules: { readstore: readWriterModule },
    onSetAside: (to, reason) => log.warn({ err: reason, setAside: to }, 'read.db cannot be used: it was set aside, and is rebuilt from the events'),
  });
  closers.add(() => file.close());
  const reads = await openEmbeddedReadStore(file);
  closers.add(() => reads.close());
  return { reads, checks: [fileCheck('reads', file)] };
}
