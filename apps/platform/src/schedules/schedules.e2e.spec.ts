import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startFleet, type Fleet } from '../../../simulator/src/index.js';
import { TestPlatform, type Answer } from '../../test-support/test-platform.js';

// Making an RSA key pair takes its time on a busy machine, and an occurrence is at most a minute away.
jest.setTimeout(120_000);

const SCHEDULE = {
  name: 'reads of the day before',
  operation: 'GetPeriodicMeterReads',
  data: { periodType: 'DAILY', beginDate: { relative: '-1d@00:00' }, endDate: { relative: '@00:00' } },
  options: { priority: 6, maxDelay: 3_600 },
  filter: {},
  cron: '* * * * *',
  timezone: 'Europe/Amsterdam',
  reason: 'billing',
};

let fleet: Fleet;
let test: TestPlatform;
beforeAll(async () => {
  fleet = await startFleet({ meters: 2, base: '127.19.9.1', port: 0, controlPort: 0 });
  test = await TestPlatform.start();
  const devices = (await (await fetch(`http://127.0.0.1:${fleet.controlPort}/devices.json`)).json()) as readonly object[];
  for (const device of devices) await test.carriedOut('AddDevice', device);
});
afterAll(async () => {
  await test.stop();
  await fleet.stop();
});

const send = (method: 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object): Promise<Answer> =>
  test.send({ method, url: `/v1/schedules${path}`, ...(payload === undefined ? {} : { payload }) });
const items = async (url: string): Promise<readonly Record<string, unknown>[]> => (await test.get(url)).body['items'] as never;

async function until<T>(look: () => Promise<T>, fits: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (fits(seen)) return seen;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('schedules over HTTP', () => {
  it('collect from real meters, and stop when they are paused or deleted', async () => {
    const created = await send('POST', '', SCHEDULE);
    const { id, position } = created.body as { id: string; position: string };
    expect(created).toMatchObject({ status: 201, headers: { location: `/v1/schedules/${id}` } });
    const { reason: _why, ...shown } = SCHEDULE;
    expect(created.body).toMatchObject({ ...shown, missedRuns: 'once', status: 'ACTIVE', createdBy: 'operations/bootstrap/-', running: null });
    expect(await items(`/v1/schedules?minPosition=${position}`)).toMatchObject([{ id }]);

    const [occurrence] = await until(
      async () => items(`/v1/schedules/${id}/occurrences`),
      (seen) => seen[0]?.['status'] === 'COMPLETE',
    );
    expect(occurrence).toMatchObject({ accepted: 2, refused: 0, at: created.body['nextOccurrence'] });
    expect((await send('POST', `/${id}/pause`, { reason: 'seen enough' })).body).toMatchObject({ status: 'PAUSED', nextOccurrence: null });

    const commands = await until(
      async () => items('/v1/commands?operation=GetPeriodicMeterReads'),
      (seen) => seen.length === 2 && seen.every(({ status }) => status === 'SUCCEEDED'),
    );
    for (const { correlationUid } of commands)
      expect((await test.get(`/v1/commands/${String(correlationUid)}`)).body).toMatchObject({ response: { periodType: 'DAILY' } });

    expect((await send('PATCH', `/${id}`, { cron: '0 3 * * *', reason: 'at night' })).body).toMatchObject({ cron: '0 3 * * *', name: SCHEDULE.name });
    expect((await send('POST', `/${id}/resume`, { reason: 'go on' })).body).toMatchObject({ status: 'ACTIVE' });
    expect((await send('DELETE', `/${id}`, { reason: 'not needed' })).body).toMatchObject({ status: 'DELETED' });
    expect((await test.get(`/v1/schedules/${id}`)).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it.each<[string, object]>([
    ['name', { name: undefined }],
    ['filter', { filter: undefined }],
    ['filter.devices', { filter: { devices: ['TEST1024000000001'], q: 'TEST' } }],
    ['filter.lifecycle', { filter: { lifecycle: 'LOST' } }],
    ['cron', { cron: '0 0 31 2 *' }],
    ['cron', { cron: '@daily' }],
    ['timezone', { timezone: 'Europe/Nowhere' }],
    ['missedRuns', { missedRuns: 'some' }],
    ['options.maxDelay', { options: { maxDelay: 0 } }],
    ['operation', { operation: 'AddDevice' }],
    ['operation', { operation: 'MakeCoffee' }],
    ['data.beginDate.relative', { data: { ...SCHEDULE.data, beginDate: { relative: 'yesterday' } } }],
    ['data.endDate', { data: { ...SCHEDULE.data, endDate: { relative: '-2d' } } }],
    ['data.periodType', { data: { ...SCHEDULE.data, periodType: 'YEARLY' } }],
    ['colour', { colour: 'red' }],
  ])('are refused when %s is wrong', async (field, change) => {
    const refused = await send('POST', '', { ...SCHEDULE, ...change });
    expect(refused).toMatchObject({ status: 400, body: { code: 401 } });
    expect((refused.body['errors'] as { field: string }[]).map((error) => error.field)).toEqual([field]);
  });

  it.each(['0', '01a20fd7-78a4-798d-88fc-cf5153c5d13d'])('are not found when there is none: %s', async (id) => {
    for (const [method, path] of [
      ['PATCH', `/${id}`],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/pause`],
      ['POST', `/${id}/resume`],
    ] as const)
      expect(await send(method, path, {})).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((await test.get(`/v1/schedules/${id}/occurrences`)).status).toBe(404);
  });
});
