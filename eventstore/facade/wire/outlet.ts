import type { ServerWritableStream } from '@grpc/grpc-js';
import { RpcError, slowConsumer } from './rpc-error.js';

/** The client went away: there is nobody to answer. */
export class CallGoneError extends Error {}

export interface Patience {
  /** Looked at each time the client took nothing for so many milliseconds. */
  readonly milliseconds: number;
  /** True when more events wait than a server would keep for this client. */
  isTooFarBehind(): boolean;
}

const nothing = (): void => undefined;

/**
 * Whatever waits goes out in one piece. One message at a time, as grpc-js does it, a client that leaves at an event would mostly not see the
 * checkpoint right behind it.
 */
function sendTogether<R>(call: ServerWritableStream<unknown, R>): void {
  call._writev = (chunks, callback) => {
    const last = chunks.length - 1;
    for (const [index, { chunk, encoding }] of chunks.entries()) call._write(chunk, encoding, index === last ? callback : nothing);
  };
}

/** Sends the messages of one reading call: waits while the client takes no more, and notices when it is gone. */
export class Outlet<R> {
  private readonly gone = new AbortController();
  private failure: RpcError | undefined;

  constructor(private readonly call: ServerWritableStream<unknown, R>) {
    const leave = (): void => this.gone.abort();
    sendTogether(call);
    call.on('cancelled', leave);
    call.on('close', leave);
    call.on('error', leave);
  }

  /** Aborts when the client is gone or the call was cut. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Ends the call with this error as soon as whoever sends notices. */
  cut(error: RpcError): void {
    this.failure = error;
    this.gone.abort();
  }

  /** @throws RpcError when the call was cut; CallGoneError when the client is gone */
  check(): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.gone.signal.aborted) throw new CallGoneError();
  }

  /** @throws as {@link check}; RpcError ABORTED when patience ends */
  async send(message: R, patience?: Patience): Promise<void> {
    await this.sendAll([message], patience);
  }

  /** Messages that reach the client together. @throws as {@link send} */
  async sendAll(messages: readonly R[], patience?: Patience): Promise<void> {
    this.check();
    this.call.cork();
    let flows = true;
    for (const message of messages) flows = this.call.write(message);
    this.call.uncork();
    if (!flows) await this.drained(patience);
    this.check();
  }

  private drained(patience: Patience | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer =
        patience === undefined ? undefined : setInterval(() => patience.isTooFarBehind() && settle(slowConsumer()), patience.milliseconds);
      const settle = (error?: RpcError): void => {
        clearInterval(timer);
        this.call.off('drain', proceed);
        this.gone.signal.removeEventListener('abort', proceed);
        if (error === undefined) resolve();
        else reject(error);
      };
      const proceed = (): void => settle();
      this.call.once('drain', proceed);
      this.gone.signal.addEventListener('abort', proceed, { once: true });
    });
  }
}
