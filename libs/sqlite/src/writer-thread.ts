/** Entry of the writer thread: opens the file, then commits what queued while the last commit ran, or shortly after it in a crowd. */
import type { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { checkpointer } from './checkpoint.js';
import { openWriter } from './connection.js';
import { toRecord } from './error-record.js';
import { groupCommit, type Handler } from './group-commit.js';
import type { FromWriter, ToWriter, WriteRequest, WriterThreadData } from './protocol.js';
import type { WriterModule } from './writer-module.js';

async function openModules(db: DatabaseSync, modules: WriterThreadData['modules']): Promise<ReadonlyMap<string, Handler>> {
  const loaded = await Promise.all(
    modules.map(async ([name, href]) => [name, ((await import(href)) as { default: WriterModule<unknown, unknown> }).default] as const),
  );
  db.exec('BEGIN IMMEDIATE');
  for (const [, module] of loaded) module.migrate(db);
  db.exec('COMMIT');
  return new Map(loaded.map(([name, module]) => [name, module.open(db)]));
}

/** Several writers at once: more are on their way, and one fsync for them all is worth this many ms. A lone writer never waits. */
const CROWD_DELAY = 2;

interface Queued {
  readonly writes: readonly WriteRequest[];
  readonly closing: boolean;
}

/** Calls `work` with everything that has arrived, up to and including a `close`; `work` answers whether writers crowd. */
function inGroups(port: MessagePort, work: (queued: Queued) => boolean): void {
  const inbox: ToWriter[] = [];
  let crowded = false;
  let scheduled = false;
  const run = (): void => {
    scheduled = false;
    for (let more = receiveMessageOnPort(port); more !== undefined; more = receiveMessageOnPort(port)) inbox.push(more.message as ToWriter);
    const messages = inbox.splice(0);
    const end = messages.findIndex(({ kind }) => kind === 'close');
    const before = end < 0 ? messages : messages.slice(0, end);
    crowded = work({ writes: before.flatMap((message) => (message.kind === 'writes' ? message.writes : [])), closing: end >= 0 });
  };
  port.on('message', (message: ToWriter) => {
    inbox.push(message);
    if (message.kind === 'close' || !crowded) run();
    else if (!scheduled) {
      scheduled = true;
      setTimeout(run, CROWD_DELAY);
    }
  });
}

async function main(port: MessagePort, { path, synchronous, modules }: WriterThreadData): Promise<void> {
  const answer = (message: FromWriter): void => port.postMessage(message);
  let db: DatabaseSync | undefined;
  try {
    db = openWriter(path, synchronous);
    const commit = groupCommit(db, await openModules(db, modules));
    const checkpoints = checkpointer(db);
    const file = db;
    let closed = false;
    inGroups(port, ({ writes, closing }) => {
      if (closed) return false;
      if (writes.length > 0) answer({ kind: 'answers', ...commit(writes) });
      if (!closing) {
        checkpoints.afterCommit();
        return writes.length > 1;
      }
      closed = true;
      checkpoints.stop();
      file.close();
      port.close();
      return false;
    });
    answer({ kind: 'ready' });
  } catch (error) {
    answer({ kind: 'failed', error: toRecord(error) });
    db?.close();
    port.close();
  }
}

if (parentPort === null) throw new Error('this module is the entry of a thread');
await main(parentPort, workerData as WriterThreadData);
