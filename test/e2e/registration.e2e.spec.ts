import { constants, publicEncrypt, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { historyOf } from '../support/history.js';
import { TEST_API_KEY } from '../support/platform-process.js';
import type { AddDeviceBody } from '../support/fleet-process.js';
import { TestSite } from '../support/test-site.js';
import type { CommandView, ProblemView } from '../support/views.js';

jest.setTimeout(60_000);

const KEY_FIELDS = ['masterKey', 'globalEncryptionUnicastKey', 'authenticationKey'] as const;

let site: TestSite;
let publicKey: string;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.26.0.1', meters: 9, register: false, env: { METERLOG_PLAIN_KEYS: 'reject' } });
  publicKey = (await site.api.raw('/v1/security/public-key', { headers: { authorization: `Bearer ${TEST_API_KEY}` } })).text;
});
afterAll(async () => site?.stop());

/** As a client does it who has nothing but the published key. */
const encrypted = (key: Uint8Array, oaepHash = 'sha256'): string =>
  publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, key).toString('hex');

/** The body of a meter with its keys encrypted, and with some fields replaced; undefined takes one away. */
function bodyOf(index: number, change: Readonly<Record<string, unknown>> = {}, overwrite = false): AddDeviceBody {
  const found = site.devices[index];
  if (found === undefined) throw new RangeError(`no meter ${index}`);
  const keys = KEY_FIELDS.map((field) => [field, encrypted(Buffer.from(String(found.data.device[field]), 'hex'))]);
  const device = { ...found.data.device, ...Object.fromEntries(keys), ...change };
  return { ...found, data: { ...found.data, device, overwrite } };
}

async function add(body: AddDeviceBody): Promise<CommandView> {
  const { status, body: answer } = await site.api.post<{ correlationUid: string }>('/v1/commands/AddDevice', body);
  expect(status).toBe(202);
  return site.api.ended(answer.correlationUid);
}

interface Key {
  readonly type: string;
  readonly status: string;
}

/** The keys that are known of a device after a command. */
async function keysAfter({ deviceIdentification, position }: CommandView): Promise<readonly Key[]> {
  return (await site.api.get<readonly Key[]>(`/v1/devices/${deviceIdentification}/keys?minPosition=${encodeURIComponent(position)}`)).body;
}

describe('AddDevice', () => {
  it('publishes an RSA key in PEM', () => {
    expect(publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  });

  it('takes keys encrypted for the platform, and the meter can be read with them', async () => {
    const body = bodyOf(0);
    const added = await add(body);
    expect(added).toMatchObject({ operation: 'AddDevice', status: 'SUCCEEDED', result: 'OK', fault: null });
    const { deviceIdentification: meter } = body;
    expect(await site.api.run('GetActualMeterReads', meter)).toMatchObject({
      status: 'SUCCEEDED',
      response: { activeEnergyImport: { value: '10.001', unit: 'KWH' } },
    });
    const { body: view } = await site.api.get(`/v1/devices/${meter}`);
    expect(view).toMatchObject({
      deviceIdentification: meter,
      deviceType: 'SMART_METER_E',
      protocolName: 'SMR',
      protocolVersion: '5.1',
      lifecycleStatus: 'NEW_IN_INVENTORY',
      networkAddress: '127.26.0.1',
      manufacturer: 'Test',
    });
    const keys = await keysAfter(added);
    expect(keys).toHaveLength(3);
    for (const key of keys) expect(key).toMatchObject({ status: 'ACTIVE', pendingChange: null, fingerprint: expect.any(String) });
  });

  it('is refused the second time: 409 with code 204, and nothing is recorded', async () => {
    const before = await historyOf(site.api, bodyOf(0).deviceIdentification);
    const { status, body } = await site.api.post<ProblemView>('/v1/commands/AddDevice', bodyOf(0));
    expect([status, body.code, body.title]).toEqual([409, 204, 'EXISTING_DEVICE']);
    expect(await historyOf(site.api, bodyOf(0).deviceIdentification)).toEqual(before);
  });

  it('replaces the device with overwrite: other settings, other keys, the same history', async () => {
    const meter = bodyOf(0).deviceIdentification;
    const encryptionKey = randomBytes(16);
    await site.fleet.control('PUT', `/meters/${meter}/keys`, { encryptionKey: encryptionKey.toString('hex') });
    const change = { globalEncryptionUnicastKey: encrypted(encryptionKey), timezone: 'Europe/Brussels', withListMax: 1 };
    const replaced = await add(bodyOf(0, change, true));
    expect(replaced.status).toBe('SUCCEEDED');
    expect((await site.api.run('GetActualMeterReads', meter)).status).toBe('SUCCEEDED');
    const types = (await historyOf(site.api, meter)).map(({ type }) => type);
    expect(types.filter((type) => /^Device(Registered|Replaced)$/.test(type))).toEqual(['DeviceRegistered', 'DeviceReplaced']);
    const encryption = (await keysAfter(replaced)).filter(({ type }) => type === 'E_METER_ENCRYPTION_KEY_UNICAST').map(({ status }) => status);
    expect(encryption.sort()).toEqual(['ACTIVE', 'EXPIRED']);
  });
});

describe('AddDevice under an idempotency key', () => {
  const key = { 'idempotency-key': 'delivery 12, meter 7' };
  const post = (body: AddDeviceBody) => site.api.post<CommandView & ProblemView>('/v1/commands/AddDevice', body, key);

  it('is the same request when the same keys were encrypted anew', async () => {
    const first = await post(bodyOf(7));
    const again = await post(bodyOf(7));
    expect([first.status, again.status]).toEqual([202, 200]);
    expect(again.body).toMatchObject({ correlationUid: first.body.correlationUid, status: 'SUCCEEDED' });
    expect(await keysAfter(again.body)).toHaveLength(3);
  });

  it('is another request with another key', async () => {
    const { status, body } = await post(bodyOf(7, { masterKey: encrypted(randomBytes(16)) }));
    expect([status, body.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  });
});

const FAILURES: readonly [string, number, Readonly<Record<string, () => unknown>>, number, string][] = [
  ['without an authentication key', 1, { authenticationKey: () => undefined }, 806, 'KEY_NOT_PRESENT'],
  [
    'without any key',
    2,
    { authenticationKey: () => undefined, masterKey: () => undefined, globalEncryptionUnicastKey: () => undefined },
    806,
    'KEY_NOT_PRESENT',
  ],
  ['with cipher text that is none', 3, { masterKey: () => randomBytes(384).toString('hex') }, 804, 'DECRYPTION_EXCEPTION'],
  ['with cipher text of another scheme', 4, { masterKey: () => encrypted(randomBytes(16), 'sha1') }, 804, 'DECRYPTION_EXCEPTION'],
  ['with a plain key where none is accepted', 5, { masterKey: () => randomBytes(16).toString('hex') }, 804, 'DECRYPTION_EXCEPTION'],
  ['with a key of another length', 6, { masterKey: () => encrypted(randomBytes(32)) }, 802, 'INVALID_DLMS_KEY_FORMAT'],
];

describe.each(FAILURES)('A device %s', (_name, index, change, code, type) => {
  const changed = () => bodyOf(index, Object.fromEntries(Object.entries(change).map(([field, value]) => [field, value()])));

  it(`ends FAILED with ${code} and is not there`, async () => {
    const command = await add(changed());
    expect(command).toMatchObject({ status: 'FAILED', result: 'NOT OK', fault: { code, type } });
    const { deviceIdentification: meter } = bodyOf(index);
    expect((await site.api.get(`/v1/devices/${meter}`)).status).toBe(404);
    const refused = await site.api.post<ProblemView>('/v1/commands/GetActualMeterReads', { deviceIdentification: meter });
    expect([refused.status, refused.body.code]).toEqual([404, 201]);
  });

  it('can be registered properly afterwards', async () => {
    expect((await add(bodyOf(index))).status).toBe('SUCCEEDED');
    expect((await site.api.run('GetActualMeterReads', bodyOf(index).deviceIdentification)).status).toBe('SUCCEEDED');
  });
});

describe('A device of a protocol', () => {
  it.each([
    ['that nobody knows', { protocolName: 'SMR', protocolVersion: '9.9' }, 206],
    ['that is not named', { protocolName: undefined, protocolVersion: undefined }, 205],
  ])('%s is refused', async (_name, change, code) => {
    const { status, body } = await site.api.post<ProblemView>('/v1/commands/AddDevice', bodyOf(8, change));
    expect([status, body.code]).toEqual([422, code]);
    expect((await site.api.get(`/v1/devices/${bodyOf(8).deviceIdentification}`)).status).toBe(404);
  });
});
