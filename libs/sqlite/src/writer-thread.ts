/** Entry of the writer thread: opens the file, then commits what queued while the last commit ran, or shortly after it in a crowd. */
import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { committer, type Committer } from './committer.js';
import { openWriter } from './connection.js';
import { toRecord } from './error-record.js';
import { fileError } from './file-error.js';
import { migrateFile } from './file-state.js';
import { inGroups } from './in-groups.js';
import { inspectFile } from './inspect-file.js';
import { recovery } from './recovery.js';
import type { FromWriter, WriterThreadData } from './protocol.js';
import type { NamedModule } from './writer-module.js';

const PAGE_SIZE = 4_096;

const load = async (modules: WriterThreadData['modules']): Promise<readonly NamedModule[]> =>
  Promise.all(modules.map(async ([name, href]) => [name, ((await import(href)) as { default: NamedModule[1] }).default] as const));

function openFile({ path, synchronous, logPages }: WriterThreadData, modules: readonly NamedModule[]): { db: DatabaseSync; commits: Committer } {
  const durable = synchronous === 'FULL';
  inspectFile({ path, durable, modules });
  const db = openWriter(path, synchronous, Math.max(PAGE_SIZE, ...modules.map(([, { pageSize = 0 }]) => pageSize)));
  try {
    migrateFile(db, modules);
    return { db, commits: committer(db, { path, durable, logPages }, modules) };
  } catch (error) {
    db.close();
    throw error;
  }
}

async function main(port: MessagePort, data: WriterThreadData): Promise<void> {
  const answer = (message: FromWriter): void => port.postMessage(message);
  try {
    const { db, commits } = openFile(data, await load(data.modules));
    const retries = recovery(data.path, commits, () => answer({ kind: 'recovered' }));
    let closed = false;
    inGroups(port, ({ writes, closing }) => {
      if (closed) return false;
      if (writes.length > 0) {
        const result = commits.commit(writes);
        answer({ kind: 'answers', ...result });
        if (result.failure !== undefined) retries.failed();
      }
      if (!closing) {
        commits.afterAnswers();
        return writes.length > 1;
      }
      closed = true;
      retries.stop();
      commits.stop();
      db.close();
      commits.close();
      port.close();
      return false;
    });
    answer({ kind: 'ready' });
  } catch (error) {
    answer({ kind: 'failed', error: toRecord(carriesCode(error) ? error : fileError(error, data.path)) });
    port.close();
  }
}

/** An error that a module threw on purpose crosses as it is. */
function carriesCode(error: unknown): boolean {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && !/^E[A-Z]+$|^ERR_/.test(code);
}

if (parentPort === null) throw new Error('this module is the entry of a thread');
await main(parentPort, workerData as WriterThreadData);
