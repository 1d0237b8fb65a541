import type { Socket as UdpSocket } from 'node:dgram';
import type { Server } from 'node:net';

/** The port for meters' messages cannot be listened on. */
export class PushListenError extends Error {
  override readonly name = 'PushListenError';

  constructor(
    /** The system's, such as EADDRINUSE. */
    readonly code: string,
    /** `host:port`. */
    readonly place: string,
    options?: ErrorOptions,
  ) {
    super(`cannot listen for messages of meters on ${place} (${code})`, options);
  }
}

/** Resolves when the socket listens. @throws PushListenError */
export async function bound(socket: Server | UdpSocket, place: string, bind: (done: () => void) => void): Promise<void> {
  const listening = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    bind(() => {
      socket.off('error', reject);
      resolve();
    });
  });
  await orListenError(place, listening);
}

/** @throws PushListenError in place of what the promise rejects with */
export async function orListenError<T>(place: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    const code: unknown = Reflect.get(error as Error, 'code');
    throw new PushListenError(typeof code === 'string' ? code : 'UNKNOWN', place, { cause: error });
  }
}
