import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../support/api.js';
import { startFleetProcess, type FleetProcess } from '../support/fleet-process.js';
import { findKeys } from '../support/key-search.js';
import { launchPlatform, TEST_API_KEY, TEST_MASTER_KEY, type PlatformProcess } from '../support/platform-process.js';
import { freePort } from '../support/ports.js';

jest.setTimeout(60_000);

const METERS = 6;
/** Also a key that the platform never gets to know, and one that comes later. */
const FOREIGN_KEY = '5a4b3c2d1e0f69788796a5b4c3d2e1f0';
const NEW_KEY = 'c0ffee00c0ffee11c0ffee22c0ffee33';

let data: string;
let fleet: FleetProcess;
let platform: PlatformProcess;
let keys: readonly Buffer[];
const printed: Buffer[] = [];
const answers: string[] = [];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'meterlog-secrets-'));
  fleet = await startFleetProcess(METERS, 11, { base: '127.30.0.1' });
  const env = { METERLOG_LOG: 'trace', METERLOG_RETRY: '2x50ms*2^n,cap=1s,jitter=0', METERLOG_RESPONSE_TIMEOUT: '500ms' };
  const launched = launchPlatform(data, await freePort(), env);
  platform = { ...launched, api: new Api(launched.api.url, TEST_API_KEY, (text) => answers.push(text)) };
  platform.program.tap((bytes) => printed.push(bytes));
  await platform.api.ready(() => platform.program.running);
  keys = await keysOfFleet();
  await fullRun();
});
afterAll(async () => {
  await Promise.all([platform?.program.stop(), fleet?.program.stop()]);
  await rm(data, { recursive: true, force: true });
});

/** What the meters hold, what AddDevice carries, and the platform's own secrets. */
async function keysOfFleet(): Promise<readonly Buffer[]> {
  const found = new Set([FOREIGN_KEY, NEW_KEY, TEST_MASTER_KEY, Buffer.from(TEST_API_KEY).toString('hex')]);
  const { items } = await fleet.control<{ items: readonly { deviceIdentification: string }[] }>('GET', '/meters?limit=100');
  for (const { deviceIdentification } of items) {
    const meter = await fleet.control<{ keys: Readonly<Record<string, string>> }>('GET', `/meters/${deviceIdentification}`);
    for (const key of Object.values(meter.keys)) found.add(key);
  }
  for (const device of await fleet.devices())
    for (const field of ['masterKey', 'authenticationKey', 'globalEncryptionUnicastKey']) found.add(String(device.data.device[field]));
  return [...found].map((hex) => Buffer.from(hex, 'hex'));
}

/** Registration, reads, bundles, failures of every kind, every query: whatever could let a key slip. */
async function fullRun(): Promise<void> {
  const { api } = platform;
  const bodies = await fleet.devices();
  const meters = bodies.map(({ deviceIdentification }) => deviceIdentification);
  const [first, second, third, fourth, fifth] = bodies;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined || fifth === undefined)
    throw new RangeError('fleet');
  for (const body of bodies) expect((await api.post('/v1/commands/AddDevice', body)).status).toBe(202);
  // Refused in every way: twice, unreadable, with a wrong field beside the keys, as another operation, as broken JSON.
  await api.post('/v1/commands/AddDevice', first);
  await api.post('/v1/commands/AddDevice', { ...first, data: { ...first.data, device: { ...first.data.device, masterKey: `${NEW_KEY}0` } } });
  await api.post('/v1/commands/AddDevice', { ...first, data: { ...first.data, device: { ...first.data.device, authenticationKey: NEW_KEY, x: 1 } } });
  await api.post('/v1/commands/GetActualMeterReads', first);
  const headers = { authorization: `Bearer ${TEST_API_KEY}`, 'content-type': 'application/json' };
  await api.raw('/v1/commands/AddDevice', { method: 'POST', headers, body: JSON.stringify(second).slice(0, -1) });
  await api.post('/v1/commands/AddDevice', second, { 'idempotency-key': 'key' });
  await api.post('/v1/commands/AddDevice', {
    ...second,
    data: { ...second.data, device: { ...second.data.device, masterKey: NEW_KEY.toUpperCase() }, overwrite: true },
  });

  const period = { beginDate: new Date(Date.now() - 86_400_000).toISOString(), endDate: new Date().toISOString() };
  const actions = [
    { operation: 'SynchronizeTime', data: { timeZone: 'Europe/Amsterdam' } },
    { operation: 'GetActualMeterReads' },
    { operation: 'GetPeriodicMeterReads', data: { periodType: 'INTERVAL', ...period } },
    { operation: 'FindEvents', data: { eventLogCategory: 'STANDARD_EVENT_LOG', from: period.beginDate, until: period.endDate } },
  ];
  for (const meter of meters) {
    await api.run('Bundle', meter, { actions });
    await api.run('GetActualMeterReads', meter);
  }
  await fleet.control('PUT', `/meters/${third.deviceIdentification}/keys`, { encryptionKey: FOREIGN_KEY, authenticationKey: FOREIGN_KEY });
  for (const [body, kind] of [
    [second, 'stale-counter'],
    [fourth, 'bad-tag'],
    [fifth, 'garbage'],
  ] as const)
    await fleet.control('PUT', `/meters/${body.deviceIdentification}/faults`, { faults: [{ kind }] });
  for (const meter of meters) await api.run('Bundle', meter, { actions });

  for (const meter of meters)
    for (const part of ['', '/history?limit=500', '/state', '/keys', '/meter-reads?versions=1&limit=500', '/meter-events?limit=500'])
      await api.get(`/v1/devices/${meter}${part}`);
  for (const path of ['/v1/devices', '/v1/commands?limit=500', '/v1/projections', '/openapi.json', '/metrics']) await api.raw(path, { headers });
}

async function foundInData(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await readdir(data)) {
    const bytes = await readFile(join(data, name));
    found.push(...findKeys(bytes, keys).map((what) => `${name}: ${what}`));
  }
  return found;
}

describe('After a full run', () => {
  it('there is something to search in, and much to search for', async () => {
    expect(keys.length).toBeGreaterThanOrEqual(3 * METERS + 4);
    expect(Buffer.concat(printed).toString()).toMatch(/"level":(10|20)/);
    expect(Buffer.concat(printed).length).toBeGreaterThan(20_000);
    expect(answers.length).toBeGreaterThan(80);
    expect(await readdir(data)).toEqual(expect.arrayContaining(['events.db', 'read.db']));
  });

  it('no key stands in any file of a running platform', async () => {
    expect((await readdir(data)).filter((name) => name.endsWith('-wal'))).not.toEqual([]);
    expect(await foundInData()).toEqual([]);
  });

  it('no key was printed', () => {
    expect(findKeys(Buffer.concat(printed), keys)).toEqual([]);
  });

  it('no key was answered', () => {
    expect(findKeys(Buffer.from(answers.join('\n')), keys)).toEqual([]);
  });

  it('no key stands in any file of a stopped platform', async () => {
    await platform.program.stop();
    expect(await foundInData()).toEqual([]);
    for (const name of await readdir(data)) expect((await readFile(join(data, name))).includes('PRIVATE KEY')).toBe(false);
  });
});

describe('The search', () => {
  const text = (how: (key: Buffer) => string) => (key: Buffer) => Buffer.from(how(key));
  const surrounded = (before: number) => (key: Buffer) => Buffer.concat([Buffer.alloc(before, 7), key, Buffer.alloc(5, 9)]);

  it.each<[string, (key: Buffer) => Buffer]>([
    ['raw bytes', (key) => key],
    ['hex', text((key) => key.toString('hex'))],
    ['upper case hex', text((key) => key.toString('hex').toUpperCase())],
    ['base64', text((key) => key.toString('base64'))],
    ['base64url', text((key) => key.toString('base64url'))],
    ['base64 with one byte before it', text((key) => surrounded(1)(key).toString('base64'))],
    ['base64 with two bytes before it', text((key) => surrounded(2)(key).toString('base64'))],
    ['base64url with three bytes before it', text((key) => surrounded(3)(key).toString('base64url'))],
  ])('finds a planted key as %s', (_form, plant) => {
    for (const [index, key] of keys.entries()) {
      const planted = Buffer.concat([Buffer.from('{"noise":"\u00ff'), plant(key), Buffer.from('"}')]);
      expect(findKeys(planted, keys)).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^key ${index} as `))]));
    }
  });

  it('finds a key planted in a file of the data directory', async () => {
    const planted = join(data, 'planted');
    await writeFile(planted, `{"masterKey":"${NEW_KEY}"}`);
    expect(await foundInData()).toEqual([expect.stringMatching(/^planted: key \d+ as hex$/)]);
    await rm(planted);
    expect(await foundInData()).toEqual([]);
  });

  it('finds nothing where there is nothing', () => {
    expect(findKeys(Buffer.alloc(10_000, 'noise'), keys)).toEqual([]);
  });
});
