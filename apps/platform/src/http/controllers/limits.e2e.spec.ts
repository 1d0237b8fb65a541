import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addDevice, DEVICE } from '../../../test-support/requests.js';
import { TestPlatform } from '../../../test-support/test-platform.js';

jest.setTimeout(60_000);

const OTHER = 'TEST1024000000002';
let platform: TestPlatform;
let sessions: string[];
let endSession: () => void;
let began: () => void;

beforeAll(async () => {
  sessions = [];
  began = () => undefined;
  // Each session lasts until it is told to end.
  platform = await TestPlatform.start({
    limit: { maxConcurrency: 5, maxNewPerSecond: -1 },
    gateway: () => ({
      run: async ({ deviceIdentification, actions }) => {
        sessions.push(deviceIdentification);
        const ended = new Promise<void>((resolve) => {
          endSession = resolve;
        });
        began();
        await ended;
        return { answered: actions.map(({ index, operation }) => ({ index, operation, ok: true, response: null, facts: [] })), facts: [] };
      },
      close: async () => undefined,
    }),
  });
  for (const device of [DEVICE, OTHER]) await platform.carriedOut('AddDevice', addDevice(device, { btsId: 3, cellId: 1 }));
}, 30_000);
afterAll(async () => platform.stop());

const put = (path: string, payload: object) => platform.send({ method: 'PUT', url: `/v1/limits${path}`, payload });
const accept = async (deviceIdentification: string) => {
  const { body } = await platform.post('GetActualMeterReads', { deviceIdentification, data: null });
  return String(body['correlationUid']);
};
/** Resolves when so many sessions have begun. */
const seen = (count: number): Promise<void> =>
  new Promise((resolve) => {
    began = () => {
      if (sessions.length >= count) resolve();
    };
    began();
  });

describe('limits over HTTP', () => {
  it('are the setting at first', async () => {
    const unset = { btsId: null, cellId: null, changedBy: null, changedAt: null, reason: null, inUse: 0 };
    expect((await platform.get('/v1/limits')).body).toEqual({ ...unset, maxConcurrency: 5, maxNewPerSecond: -1, narrower: [] });
    const cell = await platform.get('/v1/limits/bts/3/cells/1');
    expect(cell.body).toEqual({ ...unset, btsId: 3, cellId: 1, maxConcurrency: -1, maxNewPerSecond: -1 });
  });

  it('are set with a reason, in force at once, and said with who set them', async () => {
    const none = await put('/bts/3/cells/1', { maxConcurrency: 0, maxNewPerSecond: -1, reason: 'mast down' });
    expect(none).toMatchObject({
      status: 200,
      body: { btsId: 3, cellId: 1, maxConcurrency: 0, reason: 'mast down', changedBy: 'operations/bootstrap/-' },
    });
    const uid = await accept(DEVICE);
    expect((await platform.get(`/v1/commands/${uid}?wait=0.3`)).body).toMatchObject({ status: 'ACCEPTED' });
    expect(sessions).toEqual([]);
    const up = seen(1);
    await put('/bts/3/cells/1', { maxConcurrency: 1, maxNewPerSecond: -1, reason: 'mast up' });
    await up;
    expect((await platform.get('/v1/limits/bts/3')).body).toMatchObject({ maxConcurrency: -1, inUse: 1 });
    const other = await accept(OTHER);
    expect((await platform.get(`/v1/commands/${other}?wait=0.3`)).body).toMatchObject({ status: 'ACCEPTED' });
    expect((await platform.get('/metrics')).text).toContain('meterlog_commands_waiting{for="cell"} 1');
    endSession();
    expect((await platform.get(`/v1/commands/${uid}?wait=20`)).body).toMatchObject({ status: 'SUCCEEDED' });
    await seen(2);
    endSession();
    expect((await platform.get(`/v1/commands/${other}?wait=20`)).body).toMatchObject({ status: 'SUCCEEDED' });
    expect((await platform.get('/v1/limits')).body).toMatchObject({ inUse: 0, narrower: [{ btsId: 3, cellId: 1, maxConcurrency: 1 }] });
  });

  it.each([
    ['', { maxConcurrency: -2, maxNewPerSecond: 1, reason: 'x' }, ['maxConcurrency']],
    ['', { maxConcurrency: 1.5, reason: 'x' }, ['maxConcurrency', 'maxNewPerSecond']],
    ['/bts/3', { maxConcurrency: 1, maxNewPerSecond: 1 }, ['reason']],
    ['/bts/3', { maxConcurrency: 1, maxNewPerSecond: 1, reason: 'x', more: 1 }, ['more']],
    ['/bts/x', { maxConcurrency: 1, maxNewPerSecond: 1, reason: 'x' }, ['bts']],
    ['/bts/3/cells/-1', { maxConcurrency: 1, maxNewPerSecond: 1, reason: 'x' }, ['cell']],
  ])('that make no sense are refused: PUT /v1/limits%s %j', async (path, body, fields) => {
    const answer = await put(path, body);
    expect(answer.status).toBe(400);
    const errors = answer.body['errors'] as { field: string }[];
    expect([...new Set(errors.map(({ field }) => field))]).toEqual(fields);
  });
});
