import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** How long the kernel may take to complete a handshake on the own machine, milliseconds. */
const handshakeTime = 200;
/** More connections than any backlog of 1 takes. */
const maxFillers = 16;

/**
 * A thread that listens and then sleeps for good, so that nobody ever accepts. Given as text because a thread needs a file
 * that runs as it is, from the sources as well as from the build.
 */
const sleeper = `
const { parentPort, workerData } = require('node:worker_threads');
const server = require('node:net').createServer();
server.listen({ host: workerData, port: 0, backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});
`;

/** An address whose connections never come about: its backlog is full, so that handshakes time out. */
export class Blackhole {
  private constructor(
    readonly address: string,
    readonly port: number,
    private readonly worker: Worker,
    private readonly fillers: readonly Socket[],
  ) {}

  static async open(address: string): Promise<Blackhole> {
    const worker = new Worker(sleeper, { eval: true, workerData: address });
    const [port] = (await once(worker, 'message')) as [number];
    const fillers: Socket[] = [];
    while (fillers.length < maxFillers) {
      const socket = createConnection({ host: address, port });
      socket.on('error', () => socket.destroy());
      fillers.push(socket);
      const connected = once(socket, 'connect').then(() => true);
      if (!(await Promise.race([connected, wait(handshakeTime, false)]))) break;
    }
    return new Blackhole(address, port, worker, fillers);
  }

  async close(): Promise<void> {
    for (const socket of this.fillers) socket.destroy();
    await this.worker.terminate();
  }
}
