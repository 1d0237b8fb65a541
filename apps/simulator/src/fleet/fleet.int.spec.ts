import { once } from 'node:events';
import { createConnection } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { decodeDateTime, d, wrapKey, type Data, type GetResult } from '#dlms';
import { toInstant } from '#cosem';

import type { Meter } from '../meter/meter.js';
import { between, managementClient, MeterClient, publicClientOptions } from '../testing/meter-client.js';
import { startFleet, type Fleet } from './fleet.js';

const zone = 'Europe/Amsterdam';
const now = Date.parse('2026-11-24T12:07:00Z');
const energyImport = { classId: 3, obis: '1.0.1.8.0.255', attribute: 2 };
const interval = { classId: 7, obis: '1.0.99.1.0.255', attribute: 2 };
const clockTime = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const counterObject = { classId: 1, obis: '0.0.43.1.0.255', attribute: 2 };

let fleet: Fleet;
const clients: MeterClient[] = [];

beforeAll(async () => {
  fleet = await startFleet({ meters: 40, base: '127.77.0.1', port: 0, controlPort: 0 });
  fleet.meters.clock.set({ at: now, rate: 0 });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  fleet.meters.faults.set([]);
});

afterAll(async () => fleet.stop());

async function dial(index: number, counter = 20_000): Promise<MeterClient> {
  const meter = fleet.meters.meter(index);
  const next = { next: Math.max(counter, meter.keys.lastAccepted + 1) };
  const client = await MeterClient.dial(meter.identity.address, fleet.port, managementClient(meter.keys.keys, next));
  clients.push(client);
  return client;
}

async function associated(index: number): Promise<{ client: MeterClient; meter: Meter }> {
  const client = await dial(index);
  await client.associate();
  return { client, meter: fleet.meters.meter(index) };
}

function rows(result: GetResult | undefined): readonly (readonly Data[])[] {
  if (result?.ok !== true || result.data.type !== 'array') throw new Error('an array was expected');
  return result.data.value.map((row) => (row.type === 'structure' ? row.value : []));
}

function timeOf(row: readonly Data[] | undefined): number {
  const [time] = row ?? [];
  if (time?.type !== 'octet-string') throw new Error('a time was expected');
  return toInstant(decodeDateTime(time.value), zone);
}

describe('a meter of the fleet', () => {
  it('lets the public client read the invocation counter and nothing of value', async () => {
    const client = await MeterClient.dial('127.77.0.2', fleet.port, publicClientOptions);
    clients.push(client);
    await client.associate();
    expect(await client.get(counterObject)).toEqual([{ ok: true, data: d.u32(12_345) }]);
    expect(await client.get(energyImport)).toEqual([{ ok: false, result: 3 }]);
    expect(fleet.meters.meter(1).counters).toMatchObject({ connections: 1, publicAssociations: 1, associations: 0 });
  });

  it('serves the actual registers to the management client and releases', async () => {
    const { client, meter } = await associated(0);
    const registers = ['1.0.1.8.0.255', '1.0.2.8.0.255', '1.0.1.8.1.255', '1.0.2.8.2.255'].map((obis) => ({ ...energyImport, obis }));
    expect(await client.get(clockTime, ...registers)).toMatchObject([
      { ok: true },
      { data: d.u32(10_001) },
      { data: d.u32(20_001) },
      { data: d.u32(10_002) },
      { data: d.u32(20_003) },
    ]);
    expect(await client.release()).toEqual({ kind: 'released' });
    expect(meter.counters).toMatchObject({ associations: 1, refusedAssociations: 0 });
    expect(meter.counters.bytesOut).toBeGreaterThan(200);
  });

  it('counts the invocation counter up and refuses an old one, telling the one it expects', async () => {
    const { client, meter } = await associated(2);
    client.close();
    const accepted = meter.keys.lastAccepted;
    const stale = await MeterClient.dial(meter.identity.address, fleet.port, managementClient(meter.keys.keys, { next: 5 }));
    clients.push(stale);
    await expect(stale.associate()).rejects.toMatchObject({ code: 'EXCEPTION_RESPONSE', details: { expectedCounter: accepted + 1 } });
    expect(meter.counters.refusedAssociations).toBe(1);
  });

  it('refuses the keys of another meter', async () => {
    const { address } = fleet.meters.identity(3);
    const stranger = await MeterClient.dial(address, fleet.port, managementClient(fleet.meters.keysOf(4), { next: 30_000 }));
    clients.push(stranger);
    await expect(stranger.associate()).rejects.toMatchObject({ code: 'EXCEPTION_RESPONSE', details: { stateError: 2, serviceError: 5 } });
  });

  it('gives one day of quarters in three blocks and ten days in many', async () => {
    const { client } = await associated(0);
    const end = Date.parse('2026-11-24T00:00:00Z');
    const [day] = await client.get({ ...interval, access: between(end - 86_400_000, end - 1, zone) });
    expect(rows(day)).toHaveLength(96);
    expect(client.blocks).toHaveLength(3);
    const [all] = await client.get(interval);
    expect(rows(all)).toHaveLength(960);
    expect(timeOf(rows(all).at(-1))).toBe(Date.parse('2026-11-24T12:00:00Z'));
    expect(client.blocks.length).toBeGreaterThan(20);
    expect(Math.max(...client.blocks)).toBeLessThanOrEqual(1024);
  });

  it('includes both ends of a range, grows by one and two, and tells the same again later', async () => {
    const { client } = await associated(0);
    const from = Date.parse('2026-11-20T10:00:00Z');
    const read = async (): Promise<readonly (readonly Data[])[]> =>
      rows((await client.get({ ...interval, access: between(from, from + 1_800_000, zone) }))[0]);
    const first = await read();
    expect(first.map(timeOf)).toEqual([from, from + 900_000, from + 1_800_000]);
    const values = first.map((row) => row.slice(2).map((cell) => ('value' in cell ? Number(cell.value) : 0)));
    expect(values[1]).toEqual([(values[0]?.[0] ?? 0) + 1, (values[0]?.[1] ?? 0) + 2]);
    fleet.meters.clock.set({ at: now + 3_600_000 });
    const later = await read();
    fleet.meters.clock.set({ at: now });
    expect(later).toEqual(first);
  });

  it.each([
    [0, 'SMR', '1.0.98.1.0.255', 6],
    [1, 'DSMR', '0.0.98.1.0.255', 13],
  ])('keeps daily and monthly rows at local midnight (meter %s, %s)', async (index, _, monthly, columns) => {
    const { client } = await associated(index);
    const daily = rows((await client.get({ ...interval, obis: '1.0.99.2.0.255' }))[0]);
    expect(daily).toHaveLength(40);
    expect(timeOf(daily.at(-1))).toBe(Date.parse('2026-11-24T00:00:00+01:00'));
    expect(timeOf(daily[0])).toBe(Date.parse('2026-10-16T00:00:00+02:00'));
    const months = rows((await client.get({ ...interval, obis: monthly }))[0]);
    expect(months).toHaveLength(13);
    expect(months[0]).toHaveLength(columns);
    expect(timeOf(months.at(-1))).toBe(Date.parse('2026-11-01T00:00:00+01:00'));
    expect(timeOf(months[0])).toBe(Date.parse('2025-11-01T00:00:00+01:00'));
  });

  it('reads by entry and column', async () => {
    const { client } = await associated(0);
    const access = { kind: 'entry', fromEntry: 2, toEntry: 3, fromColumn: 3, toColumn: 3 } as const;
    const [result] = await client.get({ ...interval, access });
    expect(rows(result).map((row) => row.length)).toEqual([1, 1]);
  });

  it('keeps event logs with known codes and a counter', async () => {
    const { client } = await associated(0);
    const [standard, communication] = await client.get({ ...interval, obis: '0.0.99.98.0.255' }, { ...interval, obis: '0.0.99.98.4.255' });
    expect(rows(standard)).toHaveLength(100);
    expect(rows(communication)[0]).toHaveLength(3);
  });

  it('takes the time, refuses what cannot be written, and journals both', async () => {
    const { client, meter } = await associated(4);
    const time = d.octets('07ea0b18020a000000ffc400');
    expect(await client.set(clockTime, time)).toBe(0);
    expect(meter.clock.now()).toBe(Date.parse('2026-11-24T10:00:00+01:00'));
    expect(await client.set(energyImport, d.u32(1))).toBe(3);
    expect(await client.set({ classId: 1, obis: '0.0.97.98.10.255', attribute: 2 }, d.u8(1))).toBe(12);
    expect(await client.set({ classId: 1, obis: '9.9.9.9.9.255', attribute: 2 }, d.u8(1))).toBe(4);
    expect(meter.journal.after(0).map(({ n, service, result }) => [n, service, result])).toEqual([
      [1, 'SET', 0],
      [2, 'SET', 3],
      [3, 'SET', 12],
      [4, 'SET', 4],
    ]);
  });

  it.each([
    [6, 'SMR', false],
    [7, 'DSMR', true],
  ])('takes transferred keys (meter %s, %s: old key good until the next association: %s)', async (index, _, oldKeyGood) => {
    const { client, meter } = await associated(index);
    const old = meter.keys.keys;
    const encryptionKey = Buffer.alloc(16, 0x5a);
    const authenticationKey = Buffer.alloc(16, 0xa5);
    const transfer = (keys: readonly (readonly [number, Buffer])[], master = old.masterKey): Data =>
      d.array(...keys.map(([id, key]) => d.structure(d.enumeration(id), d.octets(wrapKey(master, key)))));
    const method = { classId: 64, obis: '0.0.43.0.0.255', method: 2 };
    expect(await client.action(method, transfer([[0, encryptionKey]], encryptionKey))).toBe(250);
    const both = transfer([
      [0, encryptionKey],
      [2, authenticationKey],
    ]);
    expect(await client.action(method, both)).toBe(0);
    const again = client.get(energyImport);
    if (oldKeyGood) expect(await again).toHaveLength(1);
    else await expect(again).rejects.toMatchObject({ details: { stateError: 2, serviceError: 5 } });
    const renewed = await MeterClient.dial(
      meter.identity.address,
      fleet.port,
      managementClient({ ...old, encryptionKey, authenticationKey }, { next: 1 }),
    );
    clients.push(renewed);
    expect(await renewed.associate()).toMatchObject({ kind: 'associated' });
  });

  it('is alone at its address: nobody answers beside the fleet', async () => {
    const socket = createConnection({ host: '127.78.0.1', port: fleet.port });
    await once(socket, 'close');
    expect(socket.bytesRead).toBe(0);
  });

  it('survives garbage and serves the next connection', async () => {
    const socket = createConnection({ host: '127.77.0.1', port: fleet.port });
    await once(socket, 'connect');
    socket.write(Buffer.alloc(64, 0xee));
    await once(socket, 'close');
    expect((await associated(0)).client).toBeDefined();
  });
});

describe('faults', () => {
  const fault = (kind: string, changes: object = {}): void => {
    const defaults = { times: null, probability: 1, onService: 'any', delayMs: 30, afterPdus: 2, afterBytes: 4, blockNumber: 2, result: null };
    fleet.meters.faultsOf(10).set([{ kind, ...defaults, ...changes } as never]);
  };

  afterEach(() => fleet.meters.faultsOf(10).set([]));

  it('refuse resets the connection, as often as it says', async () => {
    fault('refuse', { times: 1 });
    const socket = createConnection({ host: '127.77.0.11', port: fleet.port });
    socket.on('connect', () => socket.write('x'));
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    expect(await (await dial(10)).associate()).toMatchObject({ kind: 'associated' });
  });

  it('silent keeps the answer back', async () => {
    fault('silent', { onService: 'get' });
    const { client } = await associated(10);
    expect(await client.staysSilent(client.get(energyImport), 60)).toBe(true);
  });

  it('delay holds it up', async () => {
    const { client } = await associated(10);
    fault('delay', { delayMs: 40, times: 1 });
    const before = performance.now();
    await client.get(energyImport);
    expect(performance.now() - before).toBeGreaterThan(35);
  });

  it('drop-after-pdus answers two requests and closes', async () => {
    fault('drop-after-pdus');
    const { client } = await associated(10);
    await expect(client.get(energyImport)).rejects.toThrow(/closed|ECONNRESET/);
  });

  it.each([
    ['other-reason', {}, 250],
    ['temporary-failure', {}, 2],
    ['other-reason', { result: 13 }, 13],
  ])('%s %j takes the place of results', async (kind, changes, result) => {
    const { client } = await associated(10);
    fault(kind, { times: 1, onService: 'get', ...changes });
    expect(await client.get(energyImport, clockTime)).toEqual([
      { ok: false, result },
      { ok: false, result },
    ]);
    expect(await client.get(energyImport)).toMatchObject([{ ok: true }]);
  });

  it('bad-tag makes the answer undecipherable', async () => {
    const { client } = await associated(10);
    fault('bad-tag');
    await expect(client.get(energyImport)).rejects.toMatchObject({ code: 'UNABLE_TO_DECIPHER' });
  });

  it('stale-counter refuses ciphered requests only', async () => {
    fault('stale-counter', { times: 1 });
    await expect((await dial(10)).associate()).rejects.toMatchObject({ details: { serviceError: 6 } });
    fault('stale-counter');
    const open = await MeterClient.dial('127.77.0.11', fleet.port, publicClientOptions);
    clients.push(open);
    expect(await open.associate()).toMatchObject({ kind: 'associated' });
  });

  it('truncate sends a piece and closes', async () => {
    const { client } = await associated(10);
    fault('truncate');
    await expect(client.get(energyImport)).rejects.toThrow('closed');
  });

  it('garbage is no wrapper', async () => {
    const { client } = await associated(10);
    fault('garbage');
    await expect(client.get(energyImport)).rejects.toMatchObject({ code: 'WRAPPER_HEADER_INVALID' });
  });

  it('lose-block keeps one block back', async () => {
    const { client } = await associated(10);
    fault('lose-block');
    const answer = client.get(interval);
    while (client.blocks.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await client.staysSilent(answer, 80)).toBe(true);
    expect(client.blocks).toHaveLength(1);
  });
});
