import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import type { ServerFramingOptions } from '#dlms';

import { isLoopback } from '../fleet/addresses.js';
import { MeterConnection } from './meter-connection.js';
import type { MeterDirectory } from './meter-site.js';

export interface ListenerSettings {
  readonly framing: ServerFramingOptions['kind'];
  /** A connection on which nothing is said for so long is ended, ms; 0: never. */
  readonly inactivityTimeout: number;
}

/** Connections that may wait to be accepted. */
const backlog = 4096;

/** One listener for every meter of the fleet: a meter is known by the local address that a connection came to. */
export class MeterListener {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly settings: ListenerSettings,
  ) {}

  /** @throws the error of the socket, for instance EADDRINUSE */
  static async open(directory: MeterDirectory, port: number, settings: ListenerSettings): Promise<MeterListener> {
    const server = createServer();
    const listener = new MeterListener(server, settings);
    server.on('connection', (socket) => listener.accept(socket, directory));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '0.0.0.0', port, backlog }, resolve);
    });
    return listener;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private accept(socket: Socket, directory: MeterDirectory): void {
    const site = isLoopback(socket.remoteAddress) && socket.localAddress !== undefined ? directory.siteAt(socket.localAddress) : undefined;
    if (site === undefined) {
      socket.destroy();
      return;
    }
    const { meter, plans } = site.first;
    if (plans().some((plan) => plan.strike(['refuse'], 'any') !== undefined)) {
      meter.counters.connections += 1;
      socket.resetAndDestroy();
      return;
    }
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    new MeterConnection(socket, site, this.settings.framing, this.settings.inactivityTimeout);
  }
}
