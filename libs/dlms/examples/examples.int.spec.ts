import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type AddressInfo, type Server } from 'node:net';
import { d, InvocationWindow, ServerAssociation, ServerConnection } from '#dlms';
import { vectors } from '#dlms/testing/vectors.js';
import { startMeter } from './be-a-meter.js';
import { readMeter } from './read-a-meter.js';
import { receivePush } from './receive-a-push.js';
import { readClockOverHdlc, type Line } from './talk-hdlc.js';

const encryptionKey = Buffer.alloc(16, 1);
const authenticationKey = Buffer.alloc(16, 2);
let server: Server | undefined;

afterEach(() => {
  server?.close();
  server = undefined;
});

async function meterPort(): Promise<number> {
  server = startMeter(encryptionKey, authenticationKey);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the examples', () => {
  it('read a meter', async () => {
    const port = await meterPort();
    let counter = 0;
    const meter = { host: '127.0.0.1', port, encryptionKey, authenticationKey, nextInvocationCounter: () => (counter += 1) };
    expect(await readMeter(meter)).toEqual([d.octets('07EA0B190300000000FFC400'), d.octets(Buffer.from('EXAMPLE-METER'))]);
    // The counter goes on, so a second association is taken; a key that is wrong is not.
    expect(await readMeter(meter)).toHaveLength(2);
    await expect(readMeter({ ...meter, encryptionKey: Buffer.alloc(16, 9) })).rejects.toMatchObject({ code: 'EXCEPTION_RESPONSE' });
  });

  it('speak HDLC on a line that loses the first answer', async () => {
    const association = (): ServerAssociation =>
      new ServerAssociation({
        authentication: { kind: 'none' },
        objects: { read: () => ({ ok: true, data: d.u32(42) }), write: () => 3, invoke: () => ({ result: 3 }) },
      });
    const meter = new ServerConnection({ framing: { kind: 'hdlc' }, association });
    let now = 0;
    let waiting: Uint8Array[] = [];
    const line: Line = {
      write: (bytes) => waiting.push(...meter.receive(bytes).flatMap((event) => (event.kind === 'send' ? [event.bytes] : []))),
      read: (ms) => {
        const bytes = now === 0 ? Buffer.alloc(0) : Buffer.concat(waiting);
        waiting = [];
        if (bytes.length === 0) now += ms;
        return Promise.resolve(bytes);
      },
    };
    expect(await readClockOverHdlc(line, () => now)).toEqual({ kind: 'get', results: [{ ok: true, data: d.u32(42) }] });
    expect(now).toBe(2_000);
  });

  it('serve HDLC and the wrapper on one port', async () => {
    const port = await meterPort();
    const socket = connect({ host: '127.0.0.1', port });
    socket.write(Buffer.from('7EA0070321930F017E', 'hex'));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer[0]).toBe(0x7e);
    socket.destroy();
  });

  it('receive a push', () => {
    const { push, keys } = vectors.recorded;
    const window = new InvocationWindow();
    const meterOf = (title: Uint8Array) =>
      Buffer.from(title).toString('hex').toUpperCase() === keys.serverTitle
        ? { encryptionKey: Buffer.from(keys.ek, 'hex'), authenticationKey: Buffer.from(keys.ak, 'hex'), window }
        : undefined;
    expect(receivePush(Buffer.from(push.frame, 'hex'), meterOf)).toMatchObject([{ kind: 'data-notification', data: { type: 'structure' } }]);
    expect(() => receivePush(Buffer.from(push.frame, 'hex'), meterOf)).toThrow(expect.objectContaining({ code: 'REPLAY' }));
  });
});
