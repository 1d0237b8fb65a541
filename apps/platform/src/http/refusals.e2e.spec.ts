import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addDevice, DEVICE } from '../../test-support/requests.js';
import { ScriptedGateway } from '../../test-support/scripted-gateway.js';
import { API_KEY, TestPlatform } from '../../test-support/test-platform.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

let test: TestPlatform;
beforeAll(async () => {
  test = await TestPlatform.start({ gateway: () => new ScriptedGateway() });
});
afterAll(() => test.stop());

describe('who may ask', () => {
  it.each(['/v1/devices', '/v1/commands', '/v1/projections', '/v1/stream', '/v1/security/public-key', '/nowhere', '/docs-of-others'])(
    'asks for an API key at %s',
    async (url) => {
      const answer = await test.send({ method: 'GET', url, headers: { authorization: '' } });
      expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' }, body: { status: 401, title: 'UNAUTHENTICATED' } });
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    },
  );

  it('refuses a wrong key, also before it reads the body', async () => {
    const wrong = await test.send({ method: 'POST', url: '/v1/commands/AddDevice', headers: { authorization: 'Bearer wrong' }, payload: '{' });
    expect(wrong.status).toBe(401);
  });

  it.each([{ 'x-api-key': API_KEY, authorization: '' }, { authorization: `bearer ${API_KEY}` }])('takes the key as %j', async (headers) => {
    expect((await test.send({ method: 'GET', url: '/v1/devices', headers })).status).toBe(200);
  });

  it.each(['/health/live', '/health/ready', '/metrics', '/openapi.json', '/docs'])('shows %s to anybody', async (url) => {
    expect((await test.app.inject({ method: 'GET', url })).statusCode).toBe(200);
  });
});

describe('what is refused at once', () => {
  it('names every offending field: 400, code 401', async () => {
    const answer = await test.post('GetPeriodicMeterReads', {
      deviceIdentification: DEVICE,
      data: { periodType: 'X', beginDate: 'x', endDate: '2026-11-08T00:00:00Z' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 401, title: 'VALIDATION_ERROR', type: 'urn:meterlog:problem:validation-error' });
    const fields = (answer.body['errors'] as { field: string }[]).map(({ field }) => field);
    expect(fields.toSorted()).toEqual(['data.beginDate', 'data.periodType']);
  });

  const body = (payload: string, contentType: string) =>
    test.send({ method: 'POST', url: '/v1/commands/AddDevice', payload, headers: { 'content-type': contentType } });

  it('refuses a body that is no JSON: 400', async () => {
    expect(await body('{"a":', 'application/json')).toMatchObject({ status: 400, body: { code: 401 } });
  });

  it('refuses keys that reach a prototype: 400', async () => {
    expect((await body('{"__proto__": {}}', 'application/json')).status).toBe(400);
  });

  it('refuses a body larger than 1 MiB: 413', async () => {
    const answer = await body(JSON.stringify({ deviceIdentification: 'x'.repeat(1024 * 1024) }), 'application/json');
    expect(answer).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE' } });
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])('refuses a body of type %s: 415', async (type) => {
    expect(await body('a=1', type)).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  });

  it('refuses an operation without a body: 400', async () => {
    expect(await test.send({ method: 'POST', url: '/v1/commands/AddDevice' })).toMatchObject({ status: 400, body: { code: 401 } });
  });

  it.each([
    ['CoupleMbusDevice', /CoupleMbusDevice is not available in this version; available: AddDevice/],
    ['DeCoupleMbusDevice', /DecoupleMbusDevice is not available/],
    ['NoSuchThing', /NoSuchThing is not an operation of the contract/],
  ])('knows no operation %s: 404', async (operation, detail) => {
    expect(await test.post(operation, {})).toMatchObject({ status: 404, body: { detail: expect.stringMatching(detail) } });
  });

  it('knows no device that was not registered: 404 code 201', async () => {
    const unknown = 'TEST9999999999999';
    expect(await test.post('GetActualMeterReads', { deviceIdentification: unknown })).toMatchObject({ status: 404, body: { code: 201 } });
    for (const path of ['', '/history', '/state', '/keys', '/meter-reads', '/meter-events'])
      expect(await test.get(`/v1/devices/${unknown}${path}`)).toMatchObject({ status: 404, body: { code: 201 } });
  });

  it('knows the protocols of the contract only: 422', async () => {
    expect(await test.post('AddDevice', addDevice(DEVICE, { protocolVersion: '9.9' }))).toMatchObject({ status: 422, body: { code: 206 } });
    expect(await test.post('AddDevice', addDevice(DEVICE, { protocolName: null }))).toMatchObject({ status: 422, body: { code: 205 } });
  });

  it.each([
    ['/v1/commands?limit=0', 'limit'],
    ['/v1/commands?limit=501', 'limit'],
    ['/v1/commands?after=nonsense', 'after'],
    ['/v1/commands?status=DONE', 'status'],
    ['/v1/commands?acceptedFrom=yesterday', 'acceptedFrom'],
    ['/v1/commands?colour=red', 'colour'],
    ['/v1/commands?minPosition=nonsense', 'minPosition'],
    ['/v1/devices?lifecycle=NEW', 'lifecycle'],
    ['/v1/devices?q=a&q=b', 'q'],
    [`/v1/devices/${DEVICE}/state?revision=-1`, 'revision'],
    [`/v1/devices/${DEVICE}/state?revision=1&at=2026-11-24T00:00:00Z`, 'at'],
    [`/v1/devices/${DEVICE}/meter-reads?kind=WEEKLY`, 'kind'],
    [`/v1/devices/${DEVICE}/meter-reads?channel=5`, 'channel'],
    [`/v1/devices/${DEVICE}/meter-events?category=LOG`, 'category'],
    ['/v1/commands/01a20fd7-78a4-798d-88fc-cf5153c5d13d?wait=61', 'wait'],
  ])('names the parameter of %s: 400', async (url, field) => {
    expect(await test.get(url)).toMatchObject({ status: 400, body: { code: 401, errors: [{ field }] } });
  });

  it('knows no path that is none: 404', async () => {
    const answer = await test.get('/v1/nowhere');
    expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it.each([
    ['/v1/devices/%E0%A4%A', 400],
    ['/%zz', 400],
    [`/v1/devices/${'A'.repeat(101)}`, 414],
  ])('answers the path %s as problem details', async (url, status) => {
    const answer = await test.get(url);
    expect(answer).toMatchObject({ status, body: { status, detail: expect.any(String) } });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it.each(['', '/history', '/state', '/keys', '/meter-reads', '/meter-events'])('knows no device of control characters at %s: 404', async (path) => {
    expect(await test.get(`/v1/devices/TEST%00%0A000000001${path}`)).toMatchObject({ status: 404, body: { code: 201 } });
  });

  it('names the header that tells where a stream goes on: 400', async () => {
    const answer = await test.send({ method: 'GET', url: '/v1/stream', headers: { 'last-event-id': 'nonsense' } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'Last-Event-ID' }] } });
  });

  it('refuses a body nested deeper than anybody can look: 400', async () => {
    const payload = `{"deviceIdentification":"${DEVICE}","data":{"actions":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    expect(await body(payload, 'application/json')).toMatchObject({ status: 400, body: { code: 401 } });
  });

  it('refuses a command larger than one event can hold: 413', async () => {
    await test.carriedOut('AddDevice', addDevice(DEVICE));
    const find = {
      operation: 'FindEvents',
      data: { eventLogCategory: 'STANDARD_EVENT_LOG', from: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' },
    };
    const answer = await test.post('Bundle', { deviceIdentification: DEVICE, data: { actions: Array.from({ length: 4_000 }, () => find) } });
    expect(answer).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE' } });
  });
});

describe('HEAD', () => {
  it('follows no stream: nobody would read it', async () => {
    const { events } = test.platform.stores;
    const followed = jest.spyOn(events, 'subscribe');
    const answer = await test.send({ method: 'HEAD', url: '/v1/stream' });
    expect(answer).toMatchObject({ status: 200, text: '' });
    // Time enough for a stream to begin.
    await test.get('/v1/devices');
    expect(followed).not.toHaveBeenCalled();
    followed.mockRestore();
  });
});

describe('what nobody foresaw', () => {
  it('is a 500 that shows nothing of the inside, and is logged', async () => {
    const { queries } = test.platform;
    const list = queries.devices.list.bind(queries.devices);
    queries.devices.list = () => Promise.reject(new Error('inside'));
    try {
      const answer = await test.get('/v1/devices');
      expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL_ERROR' } });
      expect(answer.text).not.toContain('inside');
      expect(test.logged.join('')).toContain('inside');
    } finally {
      queries.devices.list = list;
    }
  });
});
