import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP listener on the loopback interface whose connections a test plays by hand. */
export class TcpPeer {
  readonly sockets: Socket[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async listen(onConnection: (socket: Socket, number: number) => void): Promise<TcpPeer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const peer = new TcpPeer(server, (server.address() as AddressInfo).port);
    server.on('connection', (socket) => {
      // What a peer does to its own socket is the test's business, not an error of the test.
      socket.on('error', () => undefined);
      peer.sockets.push(socket);
      onConnection(socket, peer.sockets.length);
    });
    return peer;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

/** A port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  const peer = await TcpPeer.listen(() => undefined);
  await peer.close();
  return peer.port;
}
