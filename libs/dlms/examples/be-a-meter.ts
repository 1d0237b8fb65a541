import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { d, InvocationWindow, ServerAssociation, ServerConnection, type Data, type ServerKeys, type ServerOptions } from '#dlms';

/** A meter with a few attributes behind HLS 5. Both framings are understood: the first octet of a client tells which. */
export function startMeter(encryptionKey: Uint8Array, authenticationKey: Uint8Array): Server {
  let counter = 0;
  // Both counters live as long as the key does, over all associations.
  const keys: ServerKeys = { encryptionKey, authenticationKey, window: new InvocationWindow(), nextInvocationCounter: () => (counter += 1) };
  const values = new Map<string, Data>([
    ['8/0.0.1.0.0.255/2', d.octets('07EA0B190300000000FFC400')],
    ['1/0.0.42.0.0.255/2', d.octets(Buffer.from('EXAMPLE-METER'))],
  ]);
  const options: ServerOptions = {
    authentication: {
      kind: 'hls5',
      systemTitle: Buffer.from('EXM00001'),
      keys: () => keys,
      keySwitch: 'immediate',
      challenge: () => randomBytes(16),
    },
    objects: {
      read: ({ classId, obis, attribute }) => {
        const data = values.get(`${classId}/${obis}/${attribute}`);
        return data === undefined ? { ok: false, result: 4 } : { ok: true, data };
      },
      write: () => 3,
      invoke: () => ({ result: 3 }),
    },
  };
  return createServer((socket) => {
    let connection: ServerConnection | undefined;
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      connection ??= new ServerConnection({
        framing: { kind: bytes[0] === 0x7e ? 'hdlc' : 'wrapper' },
        association: ({ serverSap }) => (serverSap === 1 ? new ServerAssociation(options) : undefined),
      });
      for (const event of connection.receive(bytes)) if (event.kind === 'send') socket.write(event.bytes);
      if (connection.failure !== undefined) socket.destroy();
    });
  });
}
