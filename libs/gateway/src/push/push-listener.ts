import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Log } from '#event-sourcing';
import type { Clock } from '#event-sourcing/clock.js';
import { bound, orListenError } from './bound.js';
import { parsePush } from './parse-push.js';
import { PushConnection } from './push-connection.js';
import { InvalidPushError, type PushMessage, type PushTransport } from './push-message.js';
import { SparingLog } from './sparing-log.js';

/** Connections at a time; more are closed as they come. */
const MAX_CONNECTIONS = 1_000;
const BACKLOG = 1_024;
/** A free TCP port need not be free for UDP. */
const TRIES = 10;

/** Hears of every message; for metrics. */
export interface PushObserver {
  pushed(outcome: PushMessage['kind'] | 'invalid', transport: PushTransport): void;
}

export interface PushListenerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
  /** What a meter sent, and the address that it came from. Must not throw. */
  readonly heard: (message: PushMessage, address: string) => void;
  readonly observer?: PushObserver;
}

/**
 * Listens for what meters send by themselves, over TCP and UDP on one port, and never answers. Nobody vouches for these
 * messages: they carry no security.
 */
export class PushListener {
  private readonly connections = new Set<PushConnection>();
  private readonly invalid: SparingLog;
  private server: Server | undefined;
  private udp: UdpSocket | undefined;

  private constructor(private readonly options: PushListenerOptions) {
    this.invalid = new SparingLog(options.log, options.clock);
  }

  /** @throws PushListenError */
  static async open(options: PushListenerOptions): Promise<PushListener> {
    for (let tries = options.port === 0 ? TRIES : 1; ; tries -= 1) {
      const listener = new PushListener(options);
      try {
        await listener.listen();
        return listener;
      } catch (error) {
        await listener.close();
        if (tries <= 1) throw error;
      }
    }
  }

  get port(): number {
    const address = this.server?.address() as AddressInfo | null | undefined;
    return address?.port ?? 0;
  }

  async close(): Promise<void> {
    const { server, udp } = this;
    this.server = undefined;
    this.udp = undefined;
    for (const connection of this.connections) connection.destroy();
    await Promise.all([
      server?.listening === true ? new Promise<void>((resolve) => server.close(() => resolve())) : undefined,
      udp === undefined ? undefined : new Promise<void>((resolve) => udp.close(resolve)),
    ]);
  }

  private async listen(): Promise<void> {
    const { host, port, log } = this.options;
    const place = `${host}:${port}`;
    // One address for both: a name may have several.
    const { address, family } = await orListenError(place, lookup(host));
    const server = createServer((socket) => this.accept(socket));
    server.maxConnections = MAX_CONNECTIONS;
    this.server = server;
    await bound(server, place, (done) => server.listen({ host: address, port, backlog: BACKLOG }, done));
    const udp = createSocket(family === 6 ? 'udp6' : 'udp4');
    this.udp = udp;
    udp.on('message', (bytes, from) => this.take(from.address, 'udp', () => parsePush(bytes, 'udp', true)));
    await bound(udp, place, (done) => udp.bind({ address, port: this.port }, done));
    for (const socket of [server, udp]) socket.on('error', (err: Error) => log.error({ err }, 'listening for messages of meters'));
  }

  private accept(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const connection = new PushConnection(socket, this.options.clock, (message) => this.take(address, 'tcp', message));
    this.connections.add(connection);
    socket.once('close', () => this.connections.delete(connection));
  }

  private take(from: string, transport: PushTransport, parse: () => PushMessage): void {
    const address = from.startsWith('::ffff:') ? from.slice('::ffff:'.length) : from;
    const { observer, heard } = this.options;
    try {
      const message = parse();
      observer?.pushed(message.kind, transport);
      heard(message, address);
    } catch (error) {
      if (!(error instanceof InvalidPushError)) throw error;
      observer?.pushed('invalid', transport);
      this.invalid.warn({ address, transport, reason: error.message }, 'a message that came to the port of meters is none of theirs');
    }
  }
}
