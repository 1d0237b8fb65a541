import { createServer, type AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { d, encodeDateTime } from '#dlms';
import { fromInstant } from '#cosem';

import { managementClient, MeterClient } from '../testing/meter-client.js';
import { startFleet, type Fleet } from './fleet.js';

const zone = 'Europe/Amsterdam';

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ meters: 2, profiles: ['SMR5.5'], polyphase: 1, base: '127.76.3.1', port: 0, controlPort: 0 });
});

afterAll(async () => fleet.stop());

/** What the next connection sends, and from where. */
async function listening(): Promise<{ port: number; message: Promise<{ from: string | undefined; bytes: Buffer }> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const message = new Promise<{ from: string | undefined; bytes: Buffer }>((resolve) => {
    server.once('connection', (socket) => {
      const pieces: Buffer[] = [];
      socket.on('data', (piece: Buffer) => pieces.push(piece));
      socket.on('end', () => {
        server.close();
        resolve({ from: socket.remoteAddress, bytes: Buffer.concat(pieces) });
      });
    });
  });
  return { port: (server.address() as AddressInfo).port, message };
}

describe('a meter that nobody asks', () => {
  it('fires its schedule when its clock gets there, and pushes the alarm to where the client wants it', async () => {
    const { port, message } = await listening();
    const meter = fleet.meters.meter(0);
    const client = await MeterClient.dial(meter.identity.address, fleet.port, managementClient(meter.keys.keys, { next: 20_000 }));
    await client.associate();
    const destination = d.structure(d.enumeration(0), d.octets(Buffer.from(`127.0.0.1:${port}`)), d.enumeration(0));
    expect(await client.set({ classId: 40, obis: '0.1.25.9.0.255', attribute: 3 }, destination)).toBe(0);
    expect(await client.set({ classId: 1, obis: '0.0.97.98.10.255', attribute: 2 }, d.u32(2 ** 31))).toBe(0);
    expect(await client.set({ classId: 1, obis: '0.0.97.98.0.255', attribute: 2 }, d.u32(0))).toBe(0);
    const due = encodeDateTime(fromInstant(meter.clock.now() + 3_600_000, zone));
    const schedule = d.array(d.structure(d.octets(due.subarray(5, 9)), d.octets(due.subarray(0, 5))));
    expect(await client.set({ classId: 22, obis: '0.0.15.1.4.255', attribute: 4 }, schedule)).toBe(0);
    client.close();
    meter.clock.set({ rate: 100_000 });
    const { from, bytes } = await message;
    meter.clock.set({ rate: 1 });
    expect(from).toBe('127.76.3.1');
    expect(bytes.subarray(8).toString('hex')).toBe(
      `0f00000000000204` + `0911${Buffer.from('TEST1024000000001').toString('hex')}` + '09060001190900ff' + '0680000000' + '0600000003',
    );
  });
});
