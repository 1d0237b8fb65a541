import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { ToWriter, WriteRequest } from './protocol.js';

/** Several writers at once: more are on their way, and one fsync for them all is worth this many ms. A lone writer never waits. */
const CROWD_DELAY = 2;

interface Queued {
  readonly writes: readonly WriteRequest[];
  readonly closing: boolean;
}

/** Calls `work` with everything that has arrived, up to and including a `close`; `work` answers whether writers crowd. */
export function inGroups(port: MessagePort, work: (queued: Queued) => boolean): void {
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
