import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DEVICE_FUNCTION_GROUPS, groupsOf, type DeviceFunctionGroup } from '#contract';
import { addDevice } from '../../../test-support/requests.js';
import { TestPlatform } from '../../../test-support/test-platform.js';

jest.setTimeout(60_000);

const THEIRS = 'TEST1024000000001';
const GRIDS = 'TEST1024000000002';
const path = (device: string, rest = '') => `/v1/devices/${device}${rest}`;
/** What queries on a device ask for. */
const QUERIES: readonly (readonly [string, string])[] = [
  ['', 'GET_DEVICE_AUTHORIZATION'],
  ['/authorizations', 'GET_DEVICE_AUTHORIZATION'],
  ['/history', 'GET_MESSAGES'],
  ['/state', 'GET_MESSAGES'],
  ['/proof', 'GET_MESSAGES'],
  ['/meter-reads', 'REQUEST_PERIODIC_METER_DATA'],
  ['/meter-events', 'FIND_EVENTS'],
  ['/keys', 'GET_KEYS'],
];

let platform: TestPlatform;
let grid: string;

beforeAll(async () => {
  platform = await TestPlatform.start();
  await platform.send({ method: 'POST', url: '/v1/organisations', payload: { organisation: 'grid', name: 'Grid', functionGroup: 'USER' } });
  await platform.send({ method: 'POST', url: '/v1/organisations/grid/applications', payload: { application: 'mdm' } });
  const { body } = await platform.send({ method: 'POST', url: '/v1/organisations/grid/keys', payload: { application: 'mdm' } });
  grid = String(body['apiKey']);
  await platform.carriedOut('AddDevice', addDevice(THEIRS));
  const accepted = await asGrid('POST', '/v1/commands/AddDevice?wait=20', addDevice(GRIDS));
  expect(accepted.body).toMatchObject({ status: 'SUCCEEDED' });
}, 30_000);
afterAll(async () => platform.stop());

const asGrid = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
  platform.send({ method, url, headers: { authorization: `Bearer ${grid}` }, ...(payload === undefined ? {} : { payload }) });
const grant = async (group: DeviceFunctionGroup) => platform.send({ method: 'PUT', url: path(THEIRS, `/authorizations/grid/${group}`) });
const revoke = async (group: DeviceFunctionGroup) =>
  platform.send({ method: 'DELETE', url: path(THEIRS, `/authorizations/grid/${group}`), payload: { reason: 'over' } });
const seenBy = async (query = ''): Promise<readonly unknown[]> => {
  const { body } = await asGrid('GET', `/v1/devices?minPosition=${await head()}${query}`);
  return (body['items'] as { deviceIdentification: string }[]).map(({ deviceIdentification }) => deviceIdentification);
};
/** A position that everything recorded so far lies before. */
async function head(): Promise<string> {
  const { body } = await platform.get(path(GRIDS, '/history'));
  const { body: theirs } = await platform.get(path(THEIRS, '/history?limit=500'));
  const items = [...(body['items'] as { position: string }[]), ...(theirs['items'] as { position: string }[])];
  const numbers = items.map(({ position }) => ({
    position,
    at: Number((JSON.parse(Buffer.from(position, 'base64url').toString()) as unknown[])[2]),
  }));
  return numbers.sort((a, b) => b.at - a.at)[0]?.position ?? '';
}

describe('queries on a device', () => {
  it.each(DEVICE_FUNCTION_GROUPS.map((group) => [group] as const))('with group %s are answered as the contract has it', async (group) => {
    expect((await grant(group)).status).toBe(200);
    for (const [query, deviceFunction] of QUERIES) {
      const { status, body } = await asGrid('GET', path(THEIRS, query));
      const isAllowed = groupsOf(deviceFunction).has(group);
      // Without a checkpoint there is no proof yet.
      const whenAllowed = query === '/proof' ? 404 : 200;
      expect({ query, status }).toEqual({ query, status: isAllowed ? whenAllowed : 403 });
      if (!isAllowed) expect(body).toMatchObject({ code: 301 });
    }
    expect((await revoke(group)).status).toBe(200);
  });

  it.each(QUERIES)('are refused without any group, and of an unknown device: %s', async (query) => {
    expect(await asGrid('GET', path(THEIRS, query))).toMatchObject({ status: 403, body: { code: 301 } });
    expect(await asGrid('GET', path('NOBODY1024000001', query))).toMatchObject({ status: 404, body: { code: 201 } });
    expect((await asGrid('GET', path('NOBODY%000001', query))).status).toBe(404);
  });
});

describe('the list of devices', () => {
  it('has those that the organisation has a group on, and all to the one that runs the platform', async () => {
    expect(await seenBy()).toEqual([GRIDS]);
    await grant('MONITORING');
    expect(await seenBy()).toEqual([THEIRS, GRIDS]);
    expect(await seenBy('&limit=1')).toEqual([THEIRS]);
    expect(await seenBy('&limit=1&lifecycle=IN_USE')).toEqual([]);
    expect(await seenBy('&limit=1&lifecycle=NEW_IN_INVENTORY')).toEqual([THEIRS]);
    expect(await seenBy(`&q=${GRIDS}`)).toEqual([GRIDS]);
    expect(await seenBy('&protocol=DSMR%204.2.2')).toEqual([]);
    await revoke('MONITORING');
    expect(await seenBy()).toEqual([GRIDS]);
    const all = await platform.get('/v1/devices');
    expect(all.body['items']).toHaveLength(2);
  });
});

describe('authorisations', () => {
  it('are granted and revoked by the owner, with a reason, and recorded with who did it', async () => {
    await platform.send({ method: 'POST', url: '/v1/organisations', payload: { organisation: 'fitter', name: 'Fitter', functionGroup: 'USER' } });
    const granted = await asGrid('PUT', path(GRIDS, '/authorizations/fitter/INSTALLATION'));
    expect(granted).toMatchObject({
      status: 200,
      body: {
        items: [
          { organisation: 'fitter', functionGroups: ['INSTALLATION'] },
          { organisation: 'grid', functionGroups: ['OWNER'] },
        ],
      },
    });
    expect((await asGrid('GET', path(GRIDS, '/authorizations/fitter/INSTALLATION'))).status).toBe(200);
    expect((await asGrid('DELETE', path(GRIDS, '/authorizations/fitter/INSTALLATION'), { reason: 'done' })).status).toBe(200);
    expect((await asGrid('GET', path(GRIDS, '/authorizations/fitter/INSTALLATION'))).status).toBe(404);
    const history = await platform.get(path(GRIDS, '/history?type=DeviceAuthorizationRevoked'));
    expect(history.body['items']).toMatchObject([
      { actor: 'grid/mdm/-', data: { organisation: 'fitter', functionGroup: 'INSTALLATION', reason: 'done' } },
    ]);
  });

  it('are not given by others, to nobody, or by a name that is no group', async () => {
    await grant('INSTALLATION');
    expect(await asGrid('PUT', path(THEIRS, '/authorizations/grid/OWNER'))).toMatchObject({ status: 403, body: { code: 301 } });
    await revoke('INSTALLATION');
    expect(await asGrid('PUT', path(GRIDS, '/authorizations/nobody/OWNER'))).toMatchObject({ status: 404, body: { code: 101 } });
    expect((await asGrid('PUT', path(GRIDS, '/authorizations/grid/BOSS'))).status).toBe(400);
    expect((await asGrid('DELETE', path(GRIDS, '/authorizations/grid/OWNER'), {})).status).toBe(400);
  });
});

describe('what concerns all organisations', () => {
  it.each([
    ['GET', '/v1/limits'],
    ['PUT', '/v1/limits'],
    ['GET', '/v1/projections'],
    ['POST', '/v1/projections/devices/rebuild'],
    ['POST', '/v1/checkpoints'],
  ] as const)('is for administrators: %s %s', async (method, url) => {
    expect(await asGrid(method, url, method === 'GET' ? undefined : {})).toMatchObject({ status: 403, body: { code: 301 } });
  });
});

describe('commands', () => {
  it('of others are neither seen nor acted on, also when their identifier is known', async () => {
    const { body } = await platform.post('GetActualMeterReads', {
      deviceIdentification: THEIRS,
      data: null,
      options: { scheduleTime: '2999-01-01T00:00:00Z' },
    });
    const uid = String(body['correlationUid']);
    const command = `/v1/commands/${uid}`;
    expect((await platform.get(`${command}?wait=0`)).status).toBe(200);
    await grant('OWNER');
    expect((await asGrid('GET', command)).status).toBe(404);
    expect((await asGrid('DELETE', command, { reason: 'x' })).status).toBe(404);
    expect((await asGrid('DELETE', `${command}/response`, { reason: 'x' })).status).toBe(404);
    for (const [act, more] of [
      ['hold', {}],
      ['release', {}],
      ['priority', { priority: 1 }],
      ['decision', { decision: 'fail' }],
    ] as const)
      expect((await asGrid('POST', `${command}/${act}`, { reason: 'x', ...more })).status).toBe(404);
    const listed = await asGrid('GET', '/v1/commands');
    expect(listed.text).not.toContain(uid);
    await revoke('OWNER');
  });

  it('in a bundle with one action that is not allowed are refused whole, and nothing is recorded', async () => {
    await grant('FIRMWARE');
    const before = (await platform.get(path(THEIRS, '/history?limit=500'))).body['items'] as unknown[];
    const actions = [
      { operation: 'GetFirmwareVersion', data: null },
      { operation: 'GetActualMeterReads', data: null },
    ];
    expect(await asGrid('POST', '/v1/commands/Bundle', { deviceIdentification: THEIRS, data: { actions } })).toMatchObject({
      status: 403,
      body: { code: 301 },
    });
    expect((await asGrid('POST', '/v1/commands/GetFirmwareVersion', { deviceIdentification: THEIRS, data: null })).status).toBe(202);
    const after = (await platform.get(path(THEIRS, '/history?limit=500'))).body['items'] as { type: string; data: { operation?: string } }[];
    expect(after.slice(before.length).filter(({ data }) => data.operation === 'Bundle')).toEqual([]);
    await revoke('FIRMWARE');
  });
});
