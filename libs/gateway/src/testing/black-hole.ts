import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A thread that listens and then never looks at its connections again. */
const listenAndSleep = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

/** A port whose queue of connections is full: a further one is neither accepted nor refused. */
export class BlackHole {
  private constructor(
    private readonly listener: Worker,
    private readonly queued: readonly Socket[],
    readonly port: number,
  ) {}

  static async listen(): Promise<BlackHole> {
    const listener = new Worker(listenAndSleep, { eval: true });
    const [port] = (await once(listener, 'message')) as [number];
    const queued = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    // A queue of 1 holds two connections on Linux; the others wait for room.
    await Promise.all(queued.slice(0, 2).map((socket) => once(socket, 'connect')));
    return new BlackHole(listener, queued, port);
  }

  async close(): Promise<void> {
    for (const socket of this.queued) socket.destroy();
    await this.listener.terminate();
  }
}
