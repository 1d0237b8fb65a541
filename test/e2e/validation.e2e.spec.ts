import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { historyOf } from '../support/history.js';
import { TEST_API_KEY } from '../support/platform-process.js';
import { TestSite } from '../support/test-site.js';
import type { ProblemView } from '../support/views.js';

jest.setTimeout(60_000);

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.25.0.1', meters: 1 });
});
afterAll(async () => site?.stop());

const PERIOD = { beginDate: '2026-11-01T00:00:00Z', endDate: '2026-11-08T00:00:00Z' };
const QUERY = { eventLogCategory: 'STANDARD_EVENT_LOG', from: '2026-11-01T00:00:00Z', until: '2026-11-08T00:00:00Z' };
const DEVICE = { deliveryDate: '2026-01-15T00:00:00Z', challengeLength: 16, protocolName: 'SMR', protocolVersion: '5.1' };

interface Case {
  readonly name: string;
  readonly operation: string;
  readonly fields: readonly string[];
  /** Beside the meter's identification. */
  readonly body: object;
}

/** Each body breaks the contract in the named fields and nowhere else. */
const CASES: readonly Case[] = [
  { name: 'an unknown field', operation: 'GetActualMeterReads', body: { surprise: 1 }, fields: ['surprise'] },
  { name: 'data where there is none', operation: 'GetActualMeterReads', body: { data: { x: 1 } }, fields: ['data'] },
  { name: 'no data', operation: 'SynchronizeTime', body: {}, fields: ['data'] },
  { name: 'data that is no object', operation: 'SynchronizeTime', body: { data: 'Europe/Amsterdam' }, fields: ['data'] },
  { name: 'an unknown zone', operation: 'SynchronizeTime', body: { data: { timeZone: 'Mars/Olympus' } }, fields: ['data.timeZone'] },
  {
    name: 'everything wrong',
    operation: 'GetPeriodicMeterReads',
    body: { data: { periodType: 'HOURLY', beginDate: 'yesterday', more: true } },
    fields: ['data.beginDate', 'data.endDate', 'data.more', 'data.periodType'],
  },
  {
    name: 'a day that does not exist, and a time without offset',
    operation: 'GetPeriodicMeterReads',
    body: { data: { periodType: 'DAILY', beginDate: '2026-02-30T00:00:00Z', endDate: '2026-03-01T00:00:00' } },
    fields: ['data.beginDate', 'data.endDate'],
  },
  {
    name: 'an end before the beginning',
    operation: 'GetPeriodicMeterReads',
    body: { data: { periodType: 'DAILY', beginDate: PERIOD.endDate, endDate: PERIOD.beginDate } },
    fields: ['data.endDate'],
  },
  { name: 'no queries', operation: 'FindEvents', body: { data: { queries: [] } }, fields: ['data.queries'] },
  {
    name: 'wrong second and third queries',
    operation: 'FindEvents',
    body: { data: { queries: [QUERY, { ...QUERY, until: QUERY.from }, { ...QUERY, eventLogCategory: 'GOSSIP' }] } },
    fields: ['data.queries[1].until', 'data.queries[2].eventLogCategory'],
  },
  { name: 'no actions', operation: 'Bundle', body: { data: { actions: [] } }, fields: ['data.actions'] },
  {
    name: 'actions that are unknown, forbidden or wrong',
    operation: 'Bundle',
    body: {
      data: {
        actions: [
          { operation: 'Dance' },
          { operation: 'AddDevice', data: {} },
          { operation: 'GetActualMeterReads' },
          { operation: 'SynchronizeTime', data: { timeZone: 7 } },
          { operation: 'GetPeriodicMeterReads', data: { periodType: 'DAILY', ...PERIOD, endDate: null } },
        ],
      },
    },
    fields: ['data.actions[0].operation', 'data.actions[1].operation', 'data.actions[3].data.timeZone', 'data.actions[4].data.endDate'],
  },
  {
    name: 'wrong options',
    operation: 'GetActualMeterReads',
    body: { options: { priority: 10, scheduleTime: 'soon', maxScheduleTime: -1, bypassRetry: 'yes', responseUrl: 'ftp://example.org', x: 1 } },
    fields: ['bypassRetry', 'maxScheduleTime', 'priority', 'responseUrl', 'scheduleTime', 'x'].map((field) => `options.${field}`),
  },
  {
    name: 'a last moment before the first',
    operation: 'GetActualMeterReads',
    body: { options: { scheduleTime: '2036-01-02T00:00:00Z', maxScheduleTime: '2036-01-01T00:00:00Z' } },
    fields: ['options.maxScheduleTime'],
  },
  { name: 'a short identification', operation: 'GetActualMeterReads', body: { deviceIdentification: 'E1' }, fields: ['deviceIdentification'] },
  { name: 'no identification', operation: 'GetActualMeterReads', body: { deviceIdentification: null }, fields: ['deviceIdentification'] },
  {
    name: 'a wrong device',
    operation: 'AddDevice',
    body: {
      data: {
        device: {
          ...DEVICE,
          challengeLength: '16',
          port: 0,
          deliveryDate: 'then',
          masterKey: 'zz',
          timezone: 'CET+1',
          hls5Active: 'true',
          colour: 'red',
        },
        deviceModel: { manufacturer: 'Tester' },
        overwrite: 'no',
      },
    },
    fields: [
      ...['challengeLength', 'colour', 'deliveryDate', 'hls5Active', 'masterKey', 'port', 'timezone'].map((field) => `data.device.${field}`),
      'data.deviceModel.manufacturer',
      'data.overwrite',
    ],
  },
  {
    name: 'a device without what is needed',
    operation: 'AddDevice',
    body: { data: { device: {} } },
    fields: ['data.device.challengeLength', 'data.device.deliveryDate', 'data.deviceModel'],
  },
];

describe('A body that breaks the contract', () => {
  it.each(CASES)('$operation with $name is 400 and names each field', async ({ operation, body, fields }) => {
    const meter = site.meter('SMR 5.1');
    const answer = await site.api.post<ProblemView>(`/v1/commands/${operation}`, { deviceIdentification: meter, ...body });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ status: 400, code: 401, title: 'VALIDATION_ERROR' });
    expect(answer.body.type).toMatch(/^urn:|^https?:/);
    expect(answer.body.errors.map(({ field }) => field).sort()).toEqual([...fields].sort());
    for (const { message } of answer.body.errors) expect(message).toMatch(/\w+ \w+/);
  });

  it.each([
    ['an array', '[]'],
    ['a text', '"read it"'],
    ['null', 'null'],
    ['a number', '7'],
    ['half an object', '{"deviceIdentification": '],
    ['nothing', ''],
  ])('%s is 400', async (_name, body) => {
    const headers = { authorization: `Bearer ${TEST_API_KEY}`, 'content-type': 'application/json' };
    const answer = await site.api.raw('/v1/commands/GetActualMeterReads', { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 400, code: 401 });
  });

  it('leaves nothing behind', async () => {
    const meter = site.meter('SMR 5.1');
    const { body } = await site.api.get<{ items: { operation: string }[] }>(`/v1/commands?deviceIdentification=${meter}`);
    expect(body.items.map(({ operation }) => operation)).toEqual(['AddDevice']);
    expect((await historyOf(site.api, meter)).filter(({ type }) => type === 'CommandAccepted')).toHaveLength(1);
    expect((await site.counters(meter)).connections).toBe(0);
  });
});

describe('A request that is not even read', () => {
  const headers = { authorization: `Bearer ${TEST_API_KEY}` };
  const request = (path: string, more: Readonly<Record<string, string>>, body: string) =>
    site.api.raw(path, { method: 'POST', headers: { ...headers, ...more }, body });

  it.each([
    ['of another media type', 415, () => request('/v1/commands/GetActualMeterReads', { 'content-type': 'application/xml' }, '<read/>')],
    ['of plain text', 415, () => request('/v1/commands/GetActualMeterReads', { 'content-type': 'text/plain' }, '{}')],
    [
      'that is too large',
      413,
      () => request('/v1/commands/Bundle', { 'content-type': 'application/json' }, JSON.stringify({ filler: 'x'.repeat(2 * 1024 * 1024) })),
    ],
    ['for an operation that nobody knows', 404, () => request('/v1/commands/Dance', { 'content-type': 'application/json' }, '{}')],
    ['for an operation of a later version', 404, () => request('/v1/commands/UpdateFirmware', { 'content-type': 'application/json' }, '{}')],
    ['for a path that is not there', 404, () => site.api.raw('/v1/nothing', { headers })],
    ['without a key', 401, () => site.api.raw('/v1/devices')],
    ['with a wrong key', 401, () => site.api.raw('/v1/devices', { headers: { authorization: `Bearer ${TEST_API_KEY}x` } })],
    ['with a key in the query', 401, () => site.api.raw(`/v1/devices?apiKey=${TEST_API_KEY}`)],
    [
      'with a wrong key and a body',
      401,
      () => request('/v1/commands/Bundle', { 'content-type': 'application/json', authorization: 'Bearer no' }, '{'),
    ],
  ])('%s is %i', async (_name, status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = JSON.parse(answer.text) as ProblemView;
    expect(problem).toMatchObject({ status, errors: [] });
    expect(problem.detail).not.toBe('');
    expect(answer.text).not.toContain(TEST_API_KEY);
  });

  it('a key in X-API-Key is as good as a bearer', async () => {
    expect((await site.api.raw('/v1/devices', { headers: { 'x-api-key': TEST_API_KEY } })).status).toBe(200);
  });
});

describe('A query that cannot be understood', () => {
  it.each([
    ['/v1/devices?limit=0', 'limit'],
    ['/v1/devices?limit=501', 'limit'],
    ['/v1/devices?colour=red', 'colour'],
    ['/v1/devices?lifecycle=LOST', 'lifecycle'],
    ['/v1/devices?after=nowhere', 'after'],
    ['/v1/devices?minPosition=7', 'minPosition'],
    ['/v1/commands?status=DONE', 'status'],
    ['/v1/commands?acceptedFrom=today', 'acceptedFrom'],
  ])('%s is 400 and names the parameter', async (path, field) => {
    const { status, body } = await site.api.get<ProblemView>(path);
    expect(status).toBe(400);
    expect(body.errors.map((error) => error.field)).toEqual([field]);
  });
});
