/** Entry of the writer thread: opens the file, then commits what queued while the last commit ran. */
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

/** Everything that has arrived by now, up to and including a `close`. */
function takeQueued(port: MessagePort, first: ToWriter): { writes: WriteRequest[]; closing: boolean } {
  const writes: WriteRequest[] = [];
  for (let message: ToWriter | undefined = first; message !== undefined; message = receiveMessageOnPort(port)?.message as ToWriter | undefined) {
    if (message.kind === 'close') return { writes, closing: true };
    for (const write of message.writes) writes.push(write);
  }
  return { writes, closing: false };
}

async function main(port: MessagePort, { path, synchronous, modules }: WriterThreadData): Promise<void> {
  const answer = (message: FromWriter): void => port.postMessage(message);
  let db: DatabaseSync | undefined;
  try {
    db = openWriter(path, synchronous);
    const commit = groupCommit(db, await openModules(db, modules));
    const checkpoints = checkpointer(db);
    const file = db;
    port.on('message', (first: ToWriter) => {
      const { writes, closing } = takeQueued(port, first);
      if (writes.length > 0) answer({ kind: 'answers', ...commit(writes) });
      if (!closing) return checkpoints.afterCommit();
      checkpoints.stop();
      file.close();
      port.close();
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
