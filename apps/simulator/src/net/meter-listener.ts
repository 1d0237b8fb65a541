import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import type { ServerFramingOptions } from '#dlms';

import { isLoopback } from '../fleet/addresses.js';
import type { FaultPlans } from '../faults/fault-plan.js';
import type { Meter } from '../meter/meter.js';
import { MeterConnection } from './meter-connection.js';

type Framing = ServerFramingOptions['kind'];

/** What the listener asks the fleet for. */
export interface MeterDirectory {
  /** The meter that answers at a local address, with the plans that apply to it; undefined where there is none. */
  meterAt(address: string): { readonly meter: Meter; readonly plans: FaultPlans } | undefined;
}

/** Connections that may wait to be accepted. */
const backlog = 4096;

/** One listener for every meter of the fleet: a meter is known by the local address that a connection came to. */
export class MeterListener {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly framing: Framing,
  ) {}

  /** @throws the error of the socket, for instance EADDRINUSE */
  static async open(directory: MeterDirectory, port: number, framing: Framing): Promise<MeterListener> {
    const server = createServer();
    const listener = new MeterListener(server, framing);
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
    const found = isLoopback(socket.remoteAddress) && socket.localAddress !== undefined ? directory.meterAt(socket.localAddress) : undefined;
    if (found === undefined) {
      socket.destroy();
      return;
    }
    if (found.plans().some((plan) => plan.strike(['refuse'], 'any') !== undefined)) {
      found.meter.counters.connections += 1;
      socket.resetAndDestroy();
      return;
    }
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    new MeterConnection(socket, found.meter, found.plans, this.framing);
  }
}
