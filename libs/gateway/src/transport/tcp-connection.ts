import { connect, type Socket } from 'node:net';
import type { Clock } from '#event-sourcing/clock.js';
import { TransportError, transportErrorOf } from './transport-error.js';
import { Watchdog } from './watchdog.js';

export interface TcpTarget {
  readonly host: string;
  readonly port: number;
}

export interface TcpTimeouts {
  /** Milliseconds. */
  readonly connectTimeout: number;
  readonly responseTimeout: number;
}

interface Waiter {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: TransportError) => void;
}

/**
 * One TCP connection to a meter, read on demand. Every way to fail is a {@link TransportError}; the first one stays
 * the answer to all later calls.
 */
export class TcpConnection {
  /** Octets in each direction, wrapper included. */
  bytesIn = 0;
  bytesOut = 0;
  private readonly chunks: Uint8Array[] = [];
  private waiter: Waiter | undefined;
  private failure: TransportError | undefined;
  private established = false;
  private readonly watchdog: Watchdog;
  private readonly peer: string;

  private constructor(
    private readonly socket: Socket,
    target: TcpTarget,
    private readonly timeouts: TcpTimeouts,
    clock: Clock,
    private readonly mayTalk: () => boolean,
  ) {
    this.peer = `${target.host}:${target.port}`;
    this.watchdog = new Watchdog(clock, () => this.timeOut());
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.accept(bytes));
    socket.on('end', () => this.fail(() => new TransportError('CLOSED_BY_REMOTE', `${this.peer}: socket was closed by remote host`)));
    socket.on('error', (error) => this.fail(() => transportErrorOf(error, this.peer)));
    socket.on('close', () => this.fail(() => new TransportError('CLOSED_BY_REMOTE', `${this.peer}: socket is closed`)));
  }

  /**
   * @param mayTalk asked before each request; false ends the connection
   * @throws TransportError when no connection comes about in time, or the signal aborts
   */
  static async open(
    target: TcpTarget,
    timeouts: TcpTimeouts,
    clock: Clock,
    signal: AbortSignal,
    mayTalk: () => boolean = () => true,
  ): Promise<TcpConnection> {
    if (signal.aborted || !mayTalk()) throw aborted(`${target.host}:${target.port}`);
    const connection = new TcpConnection(dial(target), target, timeouts, clock, mayTalk);
    const abort = (): void => connection.fail(() => aborted(connection.peer));
    signal.addEventListener('abort', abort);
    connection.socket.once('close', () => signal.removeEventListener('abort', abort));
    await connection.connected();
    return connection;
  }

  /** Sends a request; the time for its response starts now. @param patience milliseconds, where that is less than the response timeout */
  send(bytes: Uint8Array, patience = Number.POSITIVE_INFINITY): void {
    if (!this.mayTalk()) this.fail(() => aborted(this.peer));
    if (this.failure !== undefined) throw this.failure;
    this.bytesOut += bytes.length;
    this.watchdog.arm(Math.min(patience, this.timeouts.responseTimeout));
    this.socket.write(bytes);
  }

  /** The next octets that come in, in whatever portion. */
  receive(): Promise<Uint8Array> {
    const chunk = this.chunks.shift();
    if (chunk !== undefined) return Promise.resolve(chunk);
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.socket.resume();
    return new Promise((resolve, reject) => {
      this.waiter = { resolve, reject };
    });
  }

  /** False once the connection has come to its end, whoever ended it. */
  get open(): boolean {
    return this.failure === undefined;
  }

  /** The response is complete: the meter owes nothing until the next `send`. */
  settled(): void {
    this.watchdog.disarm();
  }

  /** Closes the socket at once. */
  close(): void {
    this.fail(() => new TransportError('ABORTED', `${this.peer}: connection was closed by us`));
  }

  private connected(): Promise<void> {
    this.watchdog.arm(this.timeouts.connectTimeout);
    return new Promise((resolve, reject) => {
      this.waiter = { resolve: () => undefined, reject };
      this.socket.once('connect', () => {
        this.established = true;
        this.waiter = undefined;
        this.watchdog.disarm();
        resolve();
      });
    });
  }

  private accept(bytes: Uint8Array): void {
    this.bytesIn += bytes.length;
    const waiter = this.waiter;
    if (waiter === undefined) {
      // Nobody asked: a meter that floods us must not fill our memory.
      this.chunks.push(bytes);
      this.socket.pause();
      return;
    }
    this.waiter = undefined;
    waiter.resolve(bytes);
  }

  private timeOut(): void {
    this.fail(() =>
      this.established
        ? new TransportError('RESPONSE_TIMEOUT', `${this.peer}: no response within the time limit`)
        : new TransportError('CONNECT_TIMEOUT', `${this.peer}: no connection within ${this.timeouts.connectTimeout} ms`),
    );
  }

  /** The error is made for the first failure only: each connection meets several at its end. */
  private fail(error: () => TransportError): void {
    this.failure ??= error();
    this.watchdog.stop();
    this.socket.destroy();
    const waiter = this.waiter;
    this.waiter = undefined;
    waiter?.reject(this.failure);
  }
}

function dial(target: TcpTarget): Socket {
  try {
    return connect({ host: target.host, port: target.port });
  } catch (error) {
    throw new TransportError('NOT_ESTABLISHED', `${target.host}:${target.port}: not an address`, { cause: error });
  }
}

function aborted(peer: string): TransportError {
  return new TransportError('ABORTED', `${peer}: the session was stopped`);
}
