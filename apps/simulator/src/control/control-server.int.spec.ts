import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startFleet, type Fleet } from '../fleet/fleet.js';
import { managementClient, MeterClient } from '../testing/meter-client.js';

const first = 'TEST1024000000001';

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ meters: 120, base: '127.79.0.1', port: 0, controlPort: 0, seed: 11 });
});

afterAll(async () => fleet.stop());

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`http://127.0.0.1:${fleet.controlPort}${path}`, { method, ...(body === undefined ? {} : { body: text }) });
  return { status: response.status, json: await response.json() };
}

async function get(path: string): Promise<unknown> {
  const { status, json } = await call('GET', path);
  expect(status).toBe(200);
  return json;
}

describe('meters', () => {
  it('are listed in pages', async () => {
    const page = (await get('/meters?limit=100')) as { items: unknown[]; next: string };
    expect(page.items).toHaveLength(100);
    expect(page.items.slice(0, 2)).toEqual([
      {
        deviceIdentification: first,
        address: '127.79.0.1',
        port: fleet.port,
        logicalDevice: 1,
        protocolName: 'SMR',
        protocolVersion: '5.1',
        polyphase: false,
      },
      {
        deviceIdentification: 'TEST1024000000002',
        address: '127.79.0.2',
        port: fleet.port,
        logicalDevice: 1,
        protocolName: 'DSMR',
        protocolVersion: '4.2.2',
        polyphase: false,
      },
    ]);
    expect(await get(`/meters?limit=100&after=${page.next}`)).toMatchObject({ items: { length: 20 }, next: null });
  });

  it('show keys, clock and counters', async () => {
    const hex = expect.stringMatching(/^[0-9a-f]{32}$/) as unknown;
    expect(await get(`/meters/${first}`)).toMatchObject({
      deviceIdentification: first,
      keys: { masterKey: hex, authenticationKey: hex, encryptionKey: hex },
      clock: { rate: 1 },
      counters: {
        connections: 0,
        associations: 0,
        publicAssociations: 0,
        refusedAssociations: 0,
        peakConcurrentAssociations: 0,
        requests: 0,
        bytesIn: 0,
        bytesOut: 0,
      },
    });
  });

  it('have keys that follow from the seed', async () => {
    const other = await startFleet({ meters: 1, base: '127.79.1.1', port: 0, controlPort: 0, seed: 11 });
    expect(other.meters.keysOf(0)).toEqual(fleet.meters.keysOf(0));
    expect(other.meters.keysOf(0)).not.toEqual(fleet.meters.keysOf(1));
    await other.stop();
  });
});

describe('devices.json', () => {
  it('is a list of AddDevice bodies', async () => {
    const devices = (await get('/devices.json')) as { deviceIdentification: string; data: { device: Record<string, unknown> } }[];
    expect(devices).toHaveLength(120);
    const { keys } = (await get(`/meters/${first}`)) as { keys: Record<string, string> };
    expect(devices[0]).toEqual({
      deviceIdentification: first,
      data: {
        device: {
          deviceType: 'SMART_METER_E',
          timezone: 'Europe/Amsterdam',
          protocolName: 'SMR',
          protocolVersion: '5.1',
          hls5Active: true,
          challengeLength: 16,
          withListMax: 32,
          selectiveAccessSupported: true,
          ipAddressIsStatic: true,
          port: fleet.port,
          networkAddress: '127.79.0.1',
          btsId: 1,
          cellId: 1,
          masterKey: keys['masterKey'],
          globalEncryptionUnicastKey: keys['encryptionKey'],
          authenticationKey: keys['authenticationKey'],
          deliveryDate: '2026-01-15T00:00:00Z',
        },
        deviceModel: { manufacturer: 'Test', modelCode: 'E450' },
        overwrite: false,
      },
    });
  });
});

describe('M-Bus', () => {
  it('channels show their device, the others that they are free', async () => {
    const channels = (await get('/meters/TEST1024000000002/channels')) as unknown[];
    expect(channels).toEqual([
      {
        channel: 1,
        installed: true,
        encryptionKeyStatus: 4,
        device: {
          deviceIdentification: 'TESTG100000000002',
          kind: 'gas',
          primaryAddress: 9,
          identificationNumber: '12049261',
          manufacturer: 'LGB',
          version: 66,
          deviceType: 3,
          keys: {
            defaultKey: expect.stringMatching(/^[0-9a-f]{32}$/),
            userKey: expect.any(String),
            firmwareUpdateAuthenticationKey: expect.any(String),
            opticalPortKey: expect.any(String),
          },
        },
      },
      ...[2, 3, 4].map((channel) => ({ channel, device: null, installed: false, encryptionKeyStatus: 0 })),
    ]);
    expect(await get('/meters/TEST1024000000002')).toMatchObject({ channels });
  });

  it('devices are listed as AddDevice bodies behind their meters', async () => {
    const all = (await get('/devices.json?kind=all')) as { deviceIdentification: string; data: { device: Record<string, unknown> } }[];
    expect(all.slice(0, 3).map(({ deviceIdentification }) => deviceIdentification)).toEqual([first, 'TESTG100000000001', 'TEST1024000000002']);
    const { keys } = fleet.meters.meter(0).channels.at(1);
    expect(all[1]?.data.device).toEqual({
      deviceType: 'SMART_METER_G',
      timezone: 'Europe/Amsterdam',
      protocolName: 'SMR',
      protocolVersion: '5.1',
      challengeLength: 16,
      mbusIdentificationNumber: '12049260',
      mbusManufacturerIdentification: 'LGB',
      mbusVersion: 66,
      mbusDeviceTypeIdentification: 3,
      mbusDefaultKey: keys.defaultKey.toString('hex'),
      mbusUserKey: keys.userKey.toString('hex'),
      mbusFirmwareUpdateAuthenticationKey: keys.firmwareUpdateAuthenticationKey.toString('hex'),
      mbusP0Key: keys.opticalPortKey.toString('hex'),
      deliveryDate: '2026-01-15T00:00:00Z',
    });
    expect(await get('/devices.json?kind=mbus')).toHaveLength(120);
    expect((await call('GET', '/devices.json?kind=cars')).status).toBe(400);
  });
});

describe('settings and events', () => {
  const path = '/meters/TEST1024000000009';

  it('are changed one by one', async () => {
    const before = { keySwitch: 'immediate', imageBlockLoss: 0.03, imageDelayMs: 20_000, mbusKeyDelayMs: 30_000 };
    expect(await get(`${path}/settings`)).toEqual(before);
    expect(await call('PUT', `${path}/settings`, { imageBlockLoss: 0 })).toEqual({ status: 200, json: { ...before, imageBlockLoss: 0 } });
    for (const body of [{ keySwitch: 'never' }, { imageBlockLoss: 1 }, { imageDelayMs: -1 }, { colour: 1 }]) {
      expect(await call('PUT', `${path}/settings`, body)).toMatchObject({ status: 400 });
    }
  });

  it('raise alarms: a removed cover sets its bit and is logged', async () => {
    const register = `${path}/objects/1/0.0.97.98.0.255/2`;
    await call('PUT', register, { value: 0 });
    expect(await call('POST', `${path}/events`, { code: 40 })).toEqual({ status: 200, json: { raised: true } });
    expect(await get(register)).toMatchObject({ data: { value: 2 ** 13 } });
    const log = (await get(`${path}/objects/7/0.0.99.98.1.255/2`)) as { data: { value: { value: { value: unknown }[] }[] } };
    expect(log.data.value.at(-1)?.value[1]?.value).toBe(40);
    expect((await call('POST', `${path}/events`, { code: 93 })).status).toBe(400);
  });
});

describe('objects', () => {
  const energy = `/meters/${first}/objects/3/1.0.1.8.0.255/2`;

  it('are read, overridden and given back', async () => {
    const own = { data: { type: 'double-long-unsigned', value: 10_001 }, overridden: false };
    expect(await get(energy)).toEqual(own);
    expect(await call('PUT', energy, { value: 12_345_678 })).toEqual({
      status: 200,
      json: { data: { type: 'double-long-unsigned', value: 12_345_678 }, overridden: true },
    });
    expect(await call('DELETE', energy)).toEqual({ status: 200, json: own });
  });

  it('take any typed value', async () => {
    const value = [
      { type: 'long64-unsigned', value: '18446744073709551615' },
      {
        type: 'structure',
        value: [
          { type: 'octet-string', value: '00ff' },
          { type: 'bit-string', value: '0101' },
          { type: 'null-data', value: null },
        ],
      },
    ];
    const path = `/meters/${first}/objects/1/0.1.94.31.12.255/2`;
    expect(await call('PUT', path, { type: 'structure', value })).toMatchObject({ status: 200, json: { data: { type: 'structure', value } } });
  });

  it('reach the client over the wire, also a buffer whose later rows have no time', async () => {
    const time = { type: 'octet-string', value: '07ea0b18020a000000ffc400' };
    const row = (stamp: unknown, value: number): unknown => ({
      type: 'structure',
      value: [stamp, { type: 'unsigned', value: 0 }, { type: 'double-long-unsigned', value }, { type: 'double-long-unsigned', value }],
    });
    await call('PUT', `/meters/${first}/objects/7/1.0.99.1.0.255/2`, { value: [row(time, 1), row({ type: 'null-data', value: null }, 2)] });
    const client = await MeterClient.dial('127.79.0.1', fleet.port, managementClient(fleet.meters.keysOf(0), { next: 20_000 }));
    await client.associate();
    const [result] = await client.get({ classId: 7, obis: '1.0.99.1.0.255', attribute: 2 });
    expect(result).toMatchObject({
      ok: true,
      data: { value: [{ value: [{ type: 'octet-string' }, {}, { value: 1 }, {}] }, { value: [{ type: 'null-data' }, {}, { value: 2 }, {}] }] },
    });
    client.close();
    expect(await get(`/meters/${first}`)).toMatchObject({ counters: { connections: 1, associations: 1, requests: 3 } });
  });

  it.each([
    [{ value: 'x' }, 'value'],
    [{ value: 4_294_967_296 }, 'value'],
    [{ type: 'number', value: 1 }, 'type'],
    [{ type: 'array', value: [{ value: 1 }] }, 'value[0].type'],
    [{ type: 'octet-string', value: 'xyz' }, 'value'],
    [{ value: 1, more: 2 }, 'more'],
    ['{', 'body'],
    [[], 'body'],
  ])('refuse %j and name the field', async (body, field) => {
    const { status, json } = await call('PUT', energy, body);
    expect(status).toBe(400);
    expect((json as { message: string }).message.startsWith(`${field}:`)).toBe(true);
  });
});

describe('faults', () => {
  it('are put, used up, shown and removed', async () => {
    const defaults = { probability: 1, onService: 'any', delayMs: 1000, afterPdus: 1, afterBytes: 4, blockNumber: 1, result: null };
    const put = await call('PUT', '/faults', { seed: 9, faults: [{ kind: 'silent', times: 2 }] });
    expect(put).toEqual({ status: 200, json: { seed: 9, faults: [{ kind: 'silent', times: 2, ...defaults }] } });
    fleet.meters.faults.strike(['silent'], 'get');
    expect(await get('/faults')).toMatchObject({ faults: [{ times: 1 }] });
    expect(await call('DELETE', '/faults')).toMatchObject({ json: { faults: [] } });
    expect(await call('PUT', `/meters/${first}/faults`, { faults: [{ kind: 'refuse' }] })).toMatchObject({
      json: { faults: [{ kind: 'refuse', times: null }] },
    });
    expect(await get('/faults')).toMatchObject({ faults: [] });
    await call('DELETE', `/meters/${first}/faults`);
  });

  it.each([
    [{}, 'faults'],
    [{ faults: [{ kind: 'explode' }] }, 'faults[0].kind'],
    [{ faults: [{ kind: 'delay', delayMs: -1 }] }, 'faults[0].delayMs'],
    [{ faults: [{ kind: 'delay', probability: 2 }] }, 'faults[0].probability'],
    [{ faults: [{ kind: 'delay', colour: 'red' }] }, 'faults[0].colour'],
  ])('refuse %j and name the field', async (body, field) => {
    const { status, json } = await call('PUT', '/faults', body);
    expect(status).toBe(400);
    expect((json as { message: string }).message.startsWith(`${field}:`)).toBe(true);
  });
});

describe('clocks', () => {
  it('are set for the fleet and for one meter', async () => {
    await call('PUT', '/clock', { at: '2026-03-29T01:30:00+01:00', rate: 0 });
    expect(await get('/meters/TEST1024000000005')).toMatchObject({ clock: { at: '2026-03-29T00:30:00.000Z', offsetMs: 0 } });
    await call('PUT', '/meters/TEST1024000000005/clock', { offsetMs: -90_000 });
    expect(await get('/meters/TEST1024000000005')).toMatchObject({ clock: { at: '2026-03-29T00:28:30.000Z', offsetMs: -90_000 } });
    await call('PUT', '/clock', { offsetMs: 0, rate: 1 });
    expect((await call('PUT', '/clock', { at: '2026-03-29T01:30:00' })).status).toBe(400);
  });
});

describe('keys and journal', () => {
  it('changes keys behind the platform’s back', async () => {
    const encryptionKey = '00112233445566778899aabbccddeeff';
    expect(await call('PUT', '/meters/TEST1024000000003/keys', { encryptionKey })).toMatchObject({ status: 200, json: { encryptionKey } });
    expect(await get('/meters/TEST1024000000003')).toMatchObject({ keys: { encryptionKey } });
    expect((await call('PUT', '/meters/TEST1024000000003/keys', { masterKey: '00' })).status).toBe(400);
  });

  it('shows what was written, after a number', async () => {
    const meter = fleet.meters.meter(6);
    const client = await MeterClient.dial(meter.identity.address, fleet.port, managementClient(meter.keys.keys, { next: 20_000 }));
    await client.associate();
    await client.set({ classId: 1, obis: '0.0.97.98.10.255', attribute: 2 }, { type: 'double-long-unsigned', value: 7 });
    await client.action({ classId: 20, obis: '0.0.13.0.0.255', method: 1 }, { type: 'integer', value: 0 });
    client.close();
    const path = `/meters/${meter.identity.deviceIdentification}/journal`;
    expect(await get(path)).toMatchObject({
      items: [
        { n: 1, association: 1, service: 'SET', classId: 1, obis: '0.0.97.98.10.255', index: 2, result: 0 },
        { n: 2, association: 1, service: 'ACTION', classId: 20, obis: '0.0.13.0.0.255', index: 1, result: 0 },
      ],
    });
    expect(await get(`${path}?after=1`)).toMatchObject({ items: [{ n: 2 }] });
  });
});

describe('push and reboot', () => {
  const message = { kind: 'alarm', format: 'DSMR4', registers: { 1: 1 } };

  it('sends over TCP from the address of the meter', async () => {
    const received = new Promise<{ from: string | undefined; hex: string }>((resolve) => {
      const server = createServer((socket) => {
        const pieces: Buffer[] = [];
        socket.on('data', (piece: Buffer) => pieces.push(piece));
        socket.on('end', () => {
          server.close();
          resolve({ from: socket.remoteAddress, hex: Buffer.concat(pieces).toString('hex') });
        });
      });
      server.listen(0, '127.0.0.1', () => {
        void call('POST', `/meters/${first}/push`, { ...message, transport: 'tcp', port: (server.address() as AddressInfo).port });
      });
    });
    const hex = `${Buffer.from(first).toString('hex')}2c00000001`;
    expect(await received).toEqual({ from: '127.79.0.1', hex });
  });

  it('sends over UDP', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const received = once(socket, 'message') as Promise<[Buffer, RemoteInfo]>;
    const { json } = await call('POST', `/meters/${first}/push`, { kind: 'wake-up', transport: 'udp', port: socket.address().port });
    const [bytes, remote] = await received;
    expect(json).toEqual({ sentHex: bytes.toString('hex') });
    expect(remote.address).toBe('127.79.0.1');
    socket.close();
  });

  it('says what is wrong and when nobody listens', async () => {
    expect((await call('POST', `/meters/${first}/push`, { ...message, kind: 'joke' })).status).toBe(400);
    expect((await call('POST', `/meters/${first}/push`, { ...message, port: 1 })).status).toBe(502);
  });

  it('ends every connection of a meter that starts anew', async () => {
    const meter = fleet.meters.meter(8);
    const client = await MeterClient.dial(meter.identity.address, fleet.port, managementClient(meter.keys.keys, { next: 20_000 }));
    await client.associate();
    const closed = once(client.socket, 'close');
    expect((await call('POST', `/meters/${meter.identity.deviceIdentification}/reboot`)).status).toBe(200);
    await closed;
    expect(meter.connected).toBe(0);
  });
});

describe('blackhole', () => {
  it('is the address behind the last meter', async () => {
    expect(await get('/blackhole')).toEqual({ address: '127.79.0.121', port: expect.any(Number) });
  });
});

describe('anything else', () => {
  it.each([
    '/',
    '/nothing',
    '/meters/TEST1024000000121',
    '/meters/TEST1024000000001/nothing',
    '/meters/TEST1024000000001/objects/3/1.0.1.8.0.255',
    '/meters/TEST1024000000001/objects/3/9.9.9.9.9.255/2',
    '/clock/more',
    '/%ff',
  ])('GET %s is 404', async (path) => {
    expect(await call('GET', path)).toMatchObject({ status: 404, json: { status: 404 } });
  });

  it('refuses methods that a path does not know', async () => {
    expect((await call('POST', '/meters')).status).toBe(405);
    expect((await call('DELETE', '/clock')).status).toBe(405);
  });
});
