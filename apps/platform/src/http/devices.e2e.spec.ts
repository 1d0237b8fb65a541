import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Fact } from '#domain';
import { verifyStream } from '#event-sourcing';
import { allProjections } from '#projections';
import { addDevice, DEVICE } from '../../test-support/requests.js';
import { answered, ScriptedGateway } from '../../test-support/scripted-gateway.js';
import { TestPlatform, type Answer } from '../../test-support/test-platform.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const gateway = new ScriptedGateway();
let test: TestPlatform;
let registered: Answer;
let read: Answer;

const readAt = (logTime: string, value: string): Fact => ({
  type: 'MeterReadsCollected',
  data: { kind: 'DAILY', channel: null, unit: 'KWH', reads: [{ logTime, activeEnergyImport: value }] },
  occurredAt: Date.parse(logTime),
});
const events: Fact = {
  type: 'MeterEventsCollected',
  data: { category: 'STANDARD_EVENT_LOG', events: [{ timestamp: '2026-11-20T10:00:00+01:00', eventCode: 1, eventType: 'POWER_FAILURE' }] },
};

beforeAll(async () => {
  gateway.script = async (request) => ({
    ...answered(request, () => ({})),
    facts: [readAt('2026-11-20T00:00:00+01:00', '10.001'), readAt('2026-11-21T00:00:00+01:00', '10.002'), events],
  });
  test = await TestPlatform.start({ gateway: () => gateway });
  registered = await test.carriedOut('AddDevice', addDevice());
  await test.carriedOut('AddDevice', addDevice('TEST1024000000002', { protocolName: 'DSMR', protocolVersion: '4.2.2' }));
  read = await test.carriedOut('GetActualMeterReads', { deviceIdentification: DEVICE });
});
afterAll(() => test.stop());

const itemsOf = ({ body }: Answer) => body['items'] as readonly Readonly<Record<string, unknown>>[];

describe('devices', () => {
  it('are listed by identification, filtered and paged', async () => {
    expect(itemsOf(await test.get('/v1/devices')).map((device) => device['deviceIdentification'])).toEqual([DEVICE, 'TEST1024000000002']);
    expect(itemsOf(await test.get('/v1/devices?protocol=DSMR%204.2.2'))).toMatchObject([{ deviceIdentification: 'TEST1024000000002' }]);
    expect(itemsOf(await test.get('/v1/devices?protocol=SMR&lifecycle=NEW_IN_INVENTORY&q=TEST'))).toMatchObject([{ deviceIdentification: DEVICE }]);
    const first = await test.get('/v1/devices?limit=1');
    const second = await test.get(`/v1/devices?limit=1&after=${String(first.body['next'])}`);
    expect(itemsOf(second)).toMatchObject([{ deviceIdentification: 'TEST1024000000002' }]);
    expect(second.body['next']).toBeNull();
  });

  it('show what is known of them', async () => {
    expect((await test.get(`/v1/devices/${DEVICE}`)).body).toMatchObject({
      deviceType: 'SMART_METER_E',
      protocolName: 'SMR',
      lifecycleStatus: 'NEW_IN_INVENTORY',
      gatewayDevice: null,
      lastContact: read.body['completedAt'],
      failedConnections: 0,
      firmware: [],
    });
  });

  it('show their keys without the keys', async () => {
    const keys = JSON.parse((await test.get(`/v1/devices/${DEVICE}/keys`)).text) as readonly { type: string; status: string; fingerprint: string }[];
    expect(keys.map(({ type, status }) => [type, status])).toEqual([
      ['E_METER_AUTHENTICATION_KEY', 'ACTIVE'],
      ['E_METER_ENCRYPTION_KEY_UNICAST', 'ACTIVE'],
      ['E_METER_MASTER_KEY', 'ACTIVE'],
    ]);
    expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });
});

describe('what was collected', () => {
  it('are reads with values and units', async () => {
    expect(itemsOf(await test.get(`/v1/devices/${DEVICE}/meter-reads?kind=DAILY`))).toMatchObject([
      {
        logTime: '2026-11-20T00:00:00+01:00',
        channel: null,
        activeEnergyImport: { value: '10.001', unit: 'KWH' },
        correlationUid: read.body['correlationUid'],
      },
      { logTime: '2026-11-21T00:00:00+01:00', activeEnergyImport: { value: '10.002', unit: 'KWH' } },
    ]);
    expect(itemsOf(await test.get(`/v1/devices/${DEVICE}/meter-reads?from=2026-11-20T12:00:00Z`))).toHaveLength(1);
    // A plus sign as clients forget to escape it.
    expect(itemsOf(await test.get(`/v1/devices/${DEVICE}/meter-reads?to=2026-11-20T12:00:00+01:00`))).toHaveLength(1);
  });

  it('are events of the logs', async () => {
    expect(itemsOf(await test.get(`/v1/devices/${DEVICE}/meter-events?category=STANDARD_EVENT_LOG`))).toMatchObject([
      { timestamp: '2026-11-20T10:00:00+01:00', eventCode: 1, eventType: 'POWER_FAILURE', eventLogCategory: 'STANDARD_EVENT_LOG' },
    ]);
    expect(itemsOf(await test.get(`/v1/devices/${DEVICE}/meter-events?category=FRAUD_DETECTION_LOG`))).toEqual([]);
  });
});

describe('history and state', () => {
  it('show every event, page by page, in an unbroken chain', async () => {
    const all = itemsOf(await test.get(`/v1/devices/${DEVICE}/history?limit=500`));
    expect(all.map((item) => item['revision'])).toEqual(all.map((_item, index) => index));
    expect(all[0]).toMatchObject({ type: 'CommandAccepted', schemaVersion: 1, causationId: null, actor: 'operations/bootstrap/-' });
    for (const [index, item] of all.entries()) if (index > 0) expect(item['prevHash']).toBe(all[index - 1]?.['hash']);
    const first = await test.get(`/v1/devices/${DEVICE}/history?limit=5`);
    const rest = await test.get(`/v1/devices/${DEVICE}/history?limit=500&after=${String(first.body['next'])}`);
    expect([...itemsOf(first), ...itemsOf(rest)]).toEqual(all);
    expect(rest.body['next']).toBeNull();
    expect(verifyStream(await test.platform.stores.events.readStream(`device-${DEVICE}`))).toMatchObject({ ok: true });
  });

  it('are filtered by type', async () => {
    const types = itemsOf(await test.get(`/v1/devices/${DEVICE}/history?type=KeyStored,CommandSucceeded`)).map((item) => item['type']);
    expect(new Set(types)).toEqual(new Set(['KeyStored', 'CommandSucceeded']));
  });

  it('show the state now and at any revision', async () => {
    const now = await test.get(`/v1/devices/${DEVICE}/state`);
    const history = itemsOf(await test.get(`/v1/devices/${DEVICE}/history?limit=500`));
    expect(now.body).toMatchObject({ revision: history.length - 1, hash: history.at(-1)?.['hash'], state: { deviceIdentification: DEVICE } });
    expect((await test.get(`/v1/devices/${DEVICE}/state?revision=0`)).body).toMatchObject({ revision: 0, state: { registration: null } });
    expect(await test.get(`/v1/devices/${DEVICE}/state?revision=10000`)).toMatchObject({ status: 404, body: { code: 201 } });
  });

  it('tell when something was true from when it became known', async () => {
    const at = await test.get(`/v1/devices/${DEVICE}/state?at=2026-11-22T00:00:00Z`);
    // Only the reads had happened by then.
    expect(at.body).toMatchObject({ state: { registration: null } });
    expect((await test.get(`/v1/devices/${DEVICE}/state?knownAt=2026-01-01T00:00:00Z`)).status).toBe(404);
    const known = await test.get(`/v1/devices/${DEVICE}/state?knownAt=${String(registered.body['completedAt'])}`);
    expect(known.body).toMatchObject({ state: { registration: { lifecycleStatus: 'NEW_IN_INVENTORY' } } });
  });
});

describe('minPosition', () => {
  it('gives a client what it wrote', async () => {
    const accepted = await test.post('AddDevice', addDevice('TEST1024000000003'));
    const url = `/v1/devices/TEST1024000000003?minPosition=${String(accepted.body['position'])}`;
    expect((await test.get(url)).status).toBe(200);
  });

  it('ends in 504 when the read model does not come that far', async () => {
    const far = Buffer.from(JSON.stringify(['p1', test.platform.stores.events.storeId, 1_000_000])).toString('base64url');
    expect(await test.get(`/v1/devices?minPosition=${far}&timeout=0.05`)).toMatchObject({ status: 504, body: { code: 'STALE_READ' } });
  });
});

describe('the platform about itself', () => {
  it('shows how far its read models have come', async () => {
    const projections = JSON.parse((await test.get('/v1/projections')).text) as readonly object[];
    expect(projections).toHaveLength(allProjections.length);
    expect(projections[0]).toMatchObject({ name: 'devices', version: expect.any(Number), lagEvents: 0, lagSeconds: 0, quarantined: 0 });
  });

  it('shows its public key', async () => {
    expect((await test.get('/v1/security/public-key')).text).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  });

  it('counts', async () => {
    const { text } = await test.get('/metrics');
    expect(text).toMatch(/meterlog_commands_accepted_total\{operation="AddDevice"\} \d/);
    expect(text).toMatch(/meterlog_commands_open 0/);
    expect(text).toMatch(/meterlog_http_request_duration_seconds_count\{method="GET",route="\/v1\/devices\/:deviceIdentification",status="200"\} \d/);
    expect(text).not.toContain(DEVICE);
  });

  it('documents one route per operation, with its request and a worked example', async () => {
    const document = (await test.get('/openapi.json')).body as never as {
      paths: Record<string, Record<string, { requestBody: unknown; responses: object }>>;
      components: { schemas: object };
    };
    for (const operation of ['AddDevice', 'SynchronizeTime', 'GetActualMeterReads', 'GetPeriodicMeterReads', 'FindEvents', 'Bundle']) {
      const route = document.paths[`/v1/commands/${operation}`]?.['post'];
      expect(route?.requestBody).toMatchObject({
        content: {
          'application/json': {
            schema: { $ref: `#/components/schemas/${operation}RequestDto` },
            examples: { example: { value: { deviceIdentification: DEVICE } } },
          },
        },
      });
      expect(Object.keys(route?.responses ?? {})).toEqual(expect.arrayContaining(['200', '202', '400', '401', '404', '409', '413', '415', '422']));
    }
    expect(document.components.schemas).toMatchObject({ ProblemDto: {}, CommandViewDto: {}, DeviceViewPageDto: {} });
    expect(JSON.stringify(document)).not.toContain('undefined');
  });
});
