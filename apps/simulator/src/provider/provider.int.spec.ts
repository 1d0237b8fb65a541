import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { startFleet, type Fleet } from '../fleet/fleet.js';

const SMR = '8931000000000000001';
const DSMR = '8931000000000000002';

let fleet: Fleet;

beforeEach(async () => {
  fleet = await startFleet({ meters: 2, dynamic: 2, base: '127.76.9.1', port: 0, controlPort: 0 });
});

afterEach(async () => fleet.stop());

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`http://127.0.0.1:${fleet.controlPort}${path}`, init);
  return { status: response.status, body: await response.json() };
}

const sms = (iccid: unknown) => call('POST', '/provider/sms', { iccid });
const session = async (iccid: string) => (await call('GET', `/provider/sessions/${iccid}`)).body;

/** Asks until the card is online. */
async function online(iccid: string): Promise<unknown> {
  for (;;) {
    const found = (await session(iccid)) as { ipAddress: string | null };
    if (found.ipAddress !== null) return found;
  }
}

const ascii = (text: string): string => Buffer.from(text, 'ascii').toString('hex');

describe('the session provider of a fleet', () => {
  it('puts a meter online that is woken up, and offline again', async () => {
    await call('PUT', '/provider', { reaction: 'session' });
    expect(await session(SMR)).toEqual({ ipAddress: null });
    expect(await sms(SMR)).toEqual({ status: 200, body: { sent: true } });
    expect(await online(SMR)).toEqual({ ipAddress: '127.76.9.1' });
    expect(await session(DSMR)).toEqual({ ipAddress: null });
    await call('DELETE', `/provider/sessions/${SMR}`);
    expect(await session(SMR)).toEqual({ ipAddress: null });
  });

  it.each([
    [SMR, 1, `0001000100670023` + `0f000000000002020911${ascii('TEST1024000000001')}09060002190900ff`],
    [DSMR, 2, `${ascii('TEST1024000000002,')}0000020300ff`],
  ])('lets the meter with card %s push its wake-up over TCP', async (iccid, number, hex) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await call('PUT', '/provider', { pushPort: (server.address() as AddressInfo).port });
    const connected = once(server, 'connection') as Promise<[Socket]>;
    await sms(iccid);
    const [socket] = await connected;
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(socket.remoteAddress).toBe(`127.76.9.${number}`);
    expect(bytes.toString('hex')).toBe(hex);
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('lets it push over UDP', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    await call('PUT', '/provider', { pushPort: socket.address().port, transport: 'udp' });
    const heard = once(socket, 'message') as Promise<[Buffer, { address: string }]>;
    await sms(DSMR);
    expect((await heard)[1].address).toBe('127.76.9.2');
    socket.close();
  });

  it('lets a meter sleep on, or wake up late', async () => {
    await call('PUT', '/provider', { reaction: 'none' });
    await sms(SMR);
    expect(await session(SMR)).toEqual({ ipAddress: null });
    await call('PUT', '/provider', { reaction: 'session', delayMs: 50 });
    const sent = performance.now();
    await sms(SMR);
    await online(SMR);
    expect(performance.now() - sent).toBeGreaterThanOrEqual(49);
  });

  it('is broken or slow when it is set to be, and does nothing while it is broken', async () => {
    await call('PUT', '/provider', { broken: true });
    expect([(await sms(SMR)).status, (await call('GET', `/provider/sessions/${SMR}`)).status]).toEqual([500, 500]);
    const { body } = await call('PUT', '/provider', { broken: false, answerDelayMs: 50 });
    expect(body).toMatchObject({ broken: false, answerDelayMs: 50, counters: { sms: 0, sessionRequests: 0 } });
    const asked = performance.now();
    await session(SMR);
    expect(performance.now() - asked).toBeGreaterThanOrEqual(49);
    expect((await call('GET', '/provider')).body).toMatchObject({ counters: { sms: 0, sessionRequests: 1 } });
  });

  it('does not know other cards', async () => {
    for (const iccid of ['8931000000000000003', '8931000000000000000', '893100000000000001', 'x', '89310 0000000000001'])
      expect([(await sms(iccid)).status, (await call('GET', `/provider/sessions/${encodeURIComponent(iccid)}`)).status]).toEqual([404, 404]);
  });

  it.each([
    ['PUT', '/provider', { reaction: 'dance' }, 400],
    ['PUT', '/provider', { pushHost: '10.0.0.1' }, 400],
    ['PUT', '/provider', { broken: 1 }, 400],
    ['PUT', '/provider', { delay: 1 }, 400],
    ['POST', '/provider/sms', { iccid: 7 }, 400],
    ['GET', '/provider/sms', undefined, 405],
    ['POST', `/provider/sessions/${SMR}`, {}, 405],
    ['GET', '/provider/sessions', undefined, 404],
    ['GET', '/provider/sessions/1/2', undefined, 404],
  ])('refuses %s %s %j with %i', async (method, path, body, status) => {
    expect((await call(method, path, body)).status).toBe(status);
  });
});

describe('devices.json', () => {
  it('hides the address of every n-th meter, and names its card', async () => {
    const devices = (await call('GET', '/devices.json')).body as { data: { device: Record<string, unknown> } }[];
    expect(devices[0]?.data.device).toMatchObject({ ipAddressIsStatic: true, networkAddress: '127.76.9.1' });
    expect(devices[1]?.data.device).toMatchObject({ ipAddressIsStatic: false, communicationProvider: 'SIMULATOR', iccId: DSMR });
    expect(devices[1]?.data.device).not.toHaveProperty('networkAddress');
  });
});
