import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addDevice, DEVICE } from '../../test-support/requests.js';
import { TestPlatform } from '../../test-support/test-platform.js';

jest.setTimeout(60_000);

let platform: TestPlatform;
let keyOfGrid: string;

beforeAll(async () => {
  platform = await TestPlatform.start();
  expect(await send('POST', '', { organisation: 'grid', name: 'Grid', functionGroup: 'USER' })).toMatchObject({ status: 201 });
  expect(await send('POST', '/grid/applications', { application: 'mdm' })).toMatchObject({ status: 201, body: { applications: ['mdm'] } });
  const issued = await send('POST', '/grid/keys', { application: 'mdm' });
  keyOfGrid = String(issued.body['apiKey']);
}, 30_000);
afterAll(async () => platform.stop());

const send = (method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object, key?: string) =>
  platform.send({
    method,
    url: `/v1/organisations${path}`,
    ...(payload === undefined ? {} : { payload }),
    ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
  });
const asGrid = (method: 'GET' | 'POST', url: string, payload?: object) =>
  platform.send({ method, url, headers: { authorization: `Bearer ${keyOfGrid}` }, ...(payload === undefined ? {} : { payload }) });
const fieldsOf = (body: Readonly<Record<string, unknown>>) => (body['errors'] as { field: string }[]).map(({ field }) => field);

describe('organisations over HTTP', () => {
  it('are known with their applications, users and keys, and nobody is told a key again', async () => {
    expect(await send('POST', '/grid/users', { user: 'anna', name: 'Anna' })).toMatchObject({ status: 201 });
    const grid = {
      organisation: 'grid',
      name: 'Grid',
      functionGroup: 'USER',
      enabled: true,
      applications: ['mdm'],
      users: [{ user: 'anna', name: 'Anna' }],
    };
    expect((await send('GET', '/grid')).body).toEqual(grid);
    const keys = await send('GET', '/grid/keys');
    expect(keys.body).toMatchObject({ items: [{ application: 'mdm', user: null, expiresAt: null, revokedAt: null }] });
    expect(keys.text).not.toContain(keyOfGrid);
    expect(keys.text).not.toContain('sha256');
  });

  it('act under their own name, on their own devices', async () => {
    const accepted = await asGrid('POST', '/v1/commands/AddDevice', addDevice(DEVICE, {}));
    expect(accepted.status).toBe(202);
    const uid = String(accepted.body['correlationUid']);
    expect(await asGrid('GET', `/v1/commands/${uid}?wait=20`)).toMatchObject({ status: 200, body: { status: 'SUCCEEDED' } });
    expect((await platform.get(`/v1/commands/${uid}`)).status).toBe(404);
    const history = await platform.get(`/v1/devices/${DEVICE}/history`);
    expect((history.body['items'] as { actor: string }[])[0]?.actor).toBe('grid/mdm/-');
  });

  it('may name the person that an application acts for, and the record says that it is a claim', async () => {
    const payload = { deviceIdentification: DEVICE, data: null };
    const asking = (user: string, key = keyOfGrid) =>
      platform.send({
        method: 'POST',
        url: '/v1/commands/GetActualMeterReads',
        payload,
        headers: { authorization: `Bearer ${key}`, 'meterlog-user': user },
      });
    expect((await asking('bob@grid.example')).status).toBe(202);
    const history = await platform.get(`/v1/devices/${DEVICE}/history?type=CommandAccepted`);
    expect((history.body['items'] as { actor: string }[]).at(-1)?.actor).toBe('grid/mdm/claimed:bob@grid.example');
    const refused = await asking('a/b');
    expect([refused.status, fieldsOf(refused.body)]).toEqual([400, ['Meterlog-User']]);
    const { body } = await send('POST', '/grid/keys', { user: 'anna' });
    expect((await asking('bob', String(body['apiKey']))).status).toBe(400);
    expect((await asking('anna', String(body['apiKey']))).status).toBe(202);
  });

  it('may do nothing on devices of others', async () => {
    const other = 'TEST1024000000009';
    expect(await platform.carriedOut('AddDevice', addDevice(other, {}))).toMatchObject({ body: { status: 'SUCCEEDED' } });
    const read = await asGrid('POST', '/v1/commands/GetActualMeterReads', { deviceIdentification: other, data: null });
    expect(read).toMatchObject({ status: 403, body: { code: 301 } });
    const data = addDevice(other, {}, { overwrite: true });
    expect(await asGrid('POST', '/v1/commands/AddDevice', data)).toMatchObject({ status: 403, body: { code: 301 } });
  });

  it('see themselves and no other, and administer nothing', async () => {
    expect((await asGrid('GET', '/v1/organisations')).body).toMatchObject({ items: [{ organisation: 'grid' }] });
    expect((await asGrid('GET', '/v1/organisations/grid')).status).toBe(200);
    expect(await asGrid('GET', '/v1/organisations/operations')).toMatchObject({ status: 404, body: { code: 101 } });
    expect(await asGrid('GET', '/v1/organisations/operations/keys')).toMatchObject({ status: 404, body: { code: 101 } });
    for (const [path, payload] of [
      ['', { organisation: 'mine', name: 'Mine', functionGroup: 'ADMIN' }],
      ['/grid/applications', { application: 'more' }],
      ['/grid/users', { user: 'bob' }],
      ['/grid/keys', { application: 'mdm' }],
      ['/grid/enable', { reason: 'x' }],
      ['/operations/keys', { application: 'x' }],
    ] as const)
      expect(await send('POST', path, payload, keyOfGrid)).toMatchObject({ status: 403, body: { code: 301 } });
  });

  it('are shut out while they are disabled', async () => {
    await send('POST', '/grid/disable', { reason: 'unpaid' });
    expect(await asGrid('GET', '/v1/organisations')).toMatchObject({ status: 403, body: { code: 104 } });
    await send('POST', '/grid/enable', { reason: 'paid' });
    expect((await asGrid('GET', '/v1/organisations')).status).toBe(200);
  });

  it('lose a key at once when it is revoked', async () => {
    const { body } = await send('POST', '/grid/keys', { user: 'anna', expiresAt: '2999-01-01T00:00:00Z' });
    const key = String(body['apiKey']);
    expect((await send('GET', '/grid', undefined, key)).status).toBe(200);
    expect((await send('DELETE', `/grid/keys/${String(body['keyId'])}`, { reason: 'lost' })).status).toBe(200);
    expect((await send('GET', '/grid', undefined, key)).status).toBe(401);
  });

  it.each([
    ['', { organisation: 'a/b', name: '', functionGroup: 'BOSS' }, ['organisation', 'name', 'functionGroup']],
    ['/grid/applications', { application: 'x:y' }, ['application']],
    ['/grid/keys', {}, ['application']],
    ['/grid/keys', { application: 'mdm', user: 'anna' }, ['application']],
    ['/grid/keys', { application: 'mdm', expiresAt: 'tomorrow' }, ['expiresAt']],
    ['/grid/disable', {}, ['reason']],
  ])('that make no sense are refused: POST /v1/organisations%s %j', async (path, payload, fields) => {
    const answer = await send('POST', path, payload);
    expect(answer.status).toBe(400);
    expect([...new Set(fieldsOf(answer.body))]).toEqual(fields);
  });

  it.each([
    ['', { organisation: 'grid', name: 'x', functionGroup: 'USER' }, 409],
    ['/nobody/applications', { application: 'x' }, 404],
    ['/grid/keys', { application: 'unknown' }, 404],
    ['/operations/disable', { reason: 'x' }, 409],
  ])('are told what does not fit: POST /v1/organisations%s %j is %d', async (path, payload, status) => {
    expect((await send('POST', path, payload)).status).toBe(status);
  });
});
