import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { DlmsClient, type Data } from '#dlms';

export interface MeterAddress {
  readonly host: string;
  readonly port: number;
  /** 16 octets each. */
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
  /** Greater than all before it under this key, and stored before it is used. */
  nextInvocationCounter(): number;
}

/** Reads the clock and the logical device name of a meter with HLS 5 over TCP. */
export function readMeter(meter: MeterAddress): Promise<readonly Data[]> {
  const client = new DlmsClient({
    clientSap: 1,
    serverSap: 1,
    authentication: { kind: 'hls5', challenge: randomBytes(16) },
    security: {
      encryptionKey: meter.encryptionKey,
      authenticationKey: meter.authenticationKey,
      systemTitle: Buffer.from('EXAMPLE1'),
      nextInvocationCounter: () => meter.nextInvocationCounter(),
    },
  });
  const attributes = [
    { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 },
    { classId: 1, obis: '0.0.42.0.0.255', attribute: 2 },
  ];
  return new Promise((resolve, reject) => {
    let values: readonly Data[] = [];
    const socket = connect({ host: meter.host, port: meter.port });
    socket.on('connect', () => socket.write(client.associate()));
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      try {
        for (const event of client.receive(bytes)) {
          if (event.kind === 'send') socket.write(event.bytes);
          else if (event.kind === 'associated') socket.write(client.get(attributes));
          else if (event.kind === 'get') {
            values = event.results.map((result) => (result.ok ? result.data : { type: 'null-data' }));
            socket.write(client.release());
          } else if (event.kind === 'released') {
            socket.end();
            resolve(values);
          }
        }
      } catch (error) {
        // Always a DlmsError: the association is over, its code says why.
        socket.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}
