import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { TestSite } from '../support/test-site.js';

jest.setTimeout(60_000);

let site: TestSite;
let meter: string;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.34.0.1', meters: 2 });
  meter = site.meter('SMR 5.1');
  await site.api.run('GetActualMeterReads', meter);
});
afterAll(async () => site?.stop());

describe('The documentation', () => {
  interface OpenApi {
    readonly openapi: string;
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string; readonly responses?: object }>>>>;
  }
  const OPERATIONS = ['AddDevice', 'SynchronizeTime', 'GetActualMeterReads', 'GetPeriodicMeterReads', 'FindEvents', 'Bundle'];
  const OF_DEVICE = ['', '/history', '/state', '/meter-reads', '/meter-events', '/keys'].map((part) => `/v1/devices/{deviceIdentification}${part}`);
  const QUERIES = [
    ...OF_DEVICE,
    '/v1/devices',
    '/v1/commands',
    '/v1/commands/{correlationUid}',
    '/v1/stream',
    '/v1/projections',
    '/v1/security/public-key',
    '/health/live',
    '/health/ready',
  ];

  it('has every operation and every query, without an API key', async () => {
    const document = JSON.parse((await site.api.raw('/openapi.json')).text) as OpenApi;
    expect(document.openapi).toMatch(/^3\./);
    for (const operation of OPERATIONS) {
      const route = document.paths[`/v1/commands/${operation}`]?.['post'];
      expect(route?.operationId).toBe(operation);
      expect(route?.responses).toMatchObject({ 202: {}, 400: {}, 401: {}, 404: {} });
    }
    for (const path of QUERIES) expect(document.paths[path]).toHaveProperty('get');
    expect(document.paths['/v1/commands/{correlationUid}']).toHaveProperty('delete');
    expect(document.paths['/v1/commands/{correlationUid}/response']).toHaveProperty('delete');
  });

  it('is there for people', async () => {
    const { status, headers, text } = await site.api.raw('/docs');
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/html/)]);
    expect(text).toMatch(/swagger/i);
  });
});

describe('The state of the platform', () => {
  it.each(['/health/live', '/health/ready'])('%s is 200 for anybody', async (path) => {
    expect((await site.api.raw(path)).status).toBe(200);
  });

  it('is told in metrics, in the format of Prometheus', async () => {
    const twoEnded = /^meterlog_commands_ended_total\{operation="AddDevice",status="SUCCEEDED"\} 2$/m;
    const { status, headers, text } = await eventually(
      () => site.api.raw('/metrics'),
      (answer) => twoEnded.test(answer.text),
    );
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain/)]);
    expect(text).toMatch(/^meterlog_commands_accepted_total\{operation="AddDevice"\} 2$/m);
    expect(text).toMatch(/^meterlog_sessions_total\{outcome="COMPLETED",code=""\} \d+$/m);
    expect(text).not.toContain(meter);
  });

  it('has no read model that lags, and no device in quarantine', async () => {
    const { body } = await site.api.get<readonly { name: string; lagEvents: number; quarantined: number }[]>('/v1/projections');
    expect(body.map(({ name }) => name)).toEqual(expect.arrayContaining(['devices', 'commands', 'meterReads', 'meterEvents', 'keys', 'due']));
    for (const projection of body) expect(projection).toMatchObject({ quarantined: 0 });
  });
});
