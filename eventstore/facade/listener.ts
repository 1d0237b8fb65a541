import type { ConnectionInjector } from '@grpc/grpc-js';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Takes connections for the gRPC server, which itself has no way to cut them. */
export class Listener {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private refuses = false;

  constructor(injector: ConnectionInjector) {
    this.server = createServer((socket) => {
      if (this.refuses) {
        socket.destroy();
        return;
      }
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      // A connection that breaks is its own affair: the calls on it end.
      socket.on('error', () => socket.destroy());
      injector.injectConnection(socket);
    });
  }

  /** Resolves to the port. @throws Error of the system when the address cannot be had */
  async listen(host: string, port: number): Promise<number> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  /** Cuts all connections without a word. */
  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Cuts all connections, and every new one, until it is called with false. */
  refuse(refuses: boolean): void {
    this.refuses = refuses;
    if (refuses) this.drop();
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.drop();
    await closed;
  }
}
