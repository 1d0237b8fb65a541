import { createSocket } from 'node:dgram';
import { createConnection } from 'node:net';

export interface PushTarget {
  readonly transport: 'tcp' | 'udp';
  readonly host: string;
  readonly port: number;
  /** Address of the meter that the message comes from. */
  readonly localAddress: string;
}

/** Sends one message from a meter's address; rejects when the other side cannot be reached over TCP. */
export async function sendPush(bytes: Buffer, target: PushTarget): Promise<void> {
  await (target.transport === 'tcp' ? sendTcp(bytes, target) : sendUdp(bytes, target));
}

async function sendTcp(bytes: Buffer, { host, port, localAddress }: PushTarget): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = createConnection({ host, port, localAddress });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.end(bytes, () => resolve());
    });
    socket.resume();
  });
}

async function sendUdp(bytes: Buffer, { host, port, localAddress }: PushTarget): Promise<void> {
  const socket = createSocket('udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, localAddress, () => {
        socket.send(bytes, port, host, (error) => (error === null ? resolve() : reject(error)));
      });
    });
  } finally {
    socket.close();
  }
}
