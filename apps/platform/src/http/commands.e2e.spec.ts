import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '#event-sourcing';
import { addDevice, DEVICE, KEYS } from '../../test-support/requests.js';
import { answered, refused, ScriptedGateway } from '../../test-support/scripted-gateway.js';
import { TestPlatform } from '../../test-support/test-platform.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const gateway = new ScriptedGateway();
let test: TestPlatform;
beforeAll(async () => {
  test = await TestPlatform.start({ gateway: () => gateway });
  await test.carriedOut('AddDevice', addDevice());
});
afterAll(() => test.stop());
beforeEach(() => {
  gateway.script = async (request) => answered(request, (operation) => (operation === 'SynchronizeTime' ? null : { of: operation }));
});

const later = (ms: number): string => new Date(Date.now() + ms).toISOString();
const uidOf = ({ body }: { readonly body: Readonly<Record<string, unknown>> }): string => String(body['correlationUid']);

describe('AddDevice', () => {
  it('is accepted and ends without a meter', async () => {
    const accepted = await test.post('AddDevice', addDevice('TEST1024000000100'));
    expect(accepted).toMatchObject({
      status: 202,
      headers: { location: `/v1/commands/${uidOf(accepted)}` },
      body: { deviceIdentification: 'TEST1024000000100', status: 'ACCEPTED', position: expect.any(String) },
    });
    expect(uidOf(accepted)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect((await test.get(`/v1/commands/${uidOf(accepted)}?wait=10`)).body).toMatchObject({
      operation: 'AddDevice',
      status: 'SUCCEEDED',
      result: 'OK',
      fault: null,
      response: null,
      attempts: [],
    });
  });

  it('refuses a device that exists: 409 code 204, unless it is to be overwritten', async () => {
    expect(await test.post('AddDevice', addDevice())).toMatchObject({ status: 409, body: { code: 204 } });
    expect((await test.carriedOut('AddDevice', addDevice(DEVICE, { supplier: 'Second' }, { overwrite: true }))).body).toMatchObject({
      status: 'SUCCEEDED',
    });
    expect((await test.get(`/v1/devices/${DEVICE}`)).body).toMatchObject({ supplier: 'Second' });
  });

  it.each([
    ['a key that is not for us', { masterKey: 'ab'.repeat(384) }, 804],
    ['a key of another length', { masterKey: 'ab'.repeat(15) }, 804],
    ['no master key', { masterKey: null }, 806],
    ['keys of two kinds', { mbusDefaultKey: 'ab'.repeat(16) }, 401],
  ])('accepts %s and fails with code %#', async (_what, device, code) => {
    const ended = await test.carriedOut('AddDevice', addDevice('TEST1024000000101', device));
    expect(ended.body).toMatchObject({ status: 'FAILED', result: 'NOT OK', fault: { code } });
    expect((await test.get('/v1/devices/TEST1024000000101')).status).toBe(404);
  });

  it('shows no key anywhere: not in answers, not in events, not in the log', async () => {
    const everything = [
      (await test.get(`/v1/devices/${DEVICE}/history?limit=500`)).text,
      (await test.get(`/v1/devices/${DEVICE}/state`)).text,
      (await test.get(`/v1/devices/${DEVICE}/keys`)).text,
      (await test.get('/v1/commands')).text,
      test.logged.join(''),
    ].join('\n');
    for (const key of Object.values(KEYS)) expect(everything).not.toContain(key);
  });
});

describe('a command on a meter', () => {
  it('answers with the response as soon as it has ended', async () => {
    const ended = await test.carriedOut('GetActualMeterReads', { deviceIdentification: DEVICE });
    expect(ended.body).toMatchObject({
      status: 'SUCCEEDED',
      result: 'OK',
      response: { of: 'GetActualMeterReads' },
      responseState: 'PRESENT',
      attempts: [{ number: 1, outcome: 'SUCCEEDED' }],
    });
  });

  it('is known by the names of the wire', async () => {
    expect((await test.carriedOut('ActualMeterReads', { deviceIdentification: DEVICE })).body).toMatchObject({ operation: 'GetActualMeterReads' });
  });

  it('fails after three attempts', async () => {
    gateway.script = async () => ({ answered: [], facts: [], failure: refused() });
    const ended = await test.carriedOut('GetActualMeterReads', { deviceIdentification: DEVICE });
    expect(ended.body).toMatchObject({ status: 'FAILED', fault: { code: 225 }, response: null, responseState: null });
    expect(ended.body['attempts']).toHaveLength(3);
  });

  it('carries out a bundle in order', async () => {
    const actions = [{ operation: 'SynchronizeTime', data: { timeZone: 'UTC' } }, { operation: 'GetActualMeterReads' }];
    const ended = await test.carriedOut('Bundle', { deviceIdentification: DEVICE, data: { actions } });
    expect(ended.body).toMatchObject({
      status: 'SUCCEEDED',
      response: {
        actions: [
          { operation: 'SynchronizeTime', result: 'OK' },
          { operation: 'GetActualMeterReads', response: { of: 'GetActualMeterReads' } },
        ],
      },
    });
  });

  it('is shown as it is when the wait is over', async () => {
    const accepted = await test.post('GetActualMeterReads', { deviceIdentification: DEVICE, options: { scheduleTime: later(3_600_000) } });
    expect((await test.get(`/v1/commands/${uidOf(accepted)}?wait=0.05`)).body).toMatchObject({
      status: 'SCHEDULED',
      result: null,
      completedAt: null,
    });
  });
});

describe('a request that waits', () => {
  it('is answered with the command when it ends in time: 200', async () => {
    const answer = await test.post('GetActualMeterReads?wait=10', { deviceIdentification: DEVICE });
    expect(answer).toMatchObject({ status: 200, body: { status: 'SUCCEEDED', response: { of: 'GetActualMeterReads' } } });
  });

  it('is answered as accepted when it does not: 202', async () => {
    const scheduled = { deviceIdentification: DEVICE, options: { scheduleTime: later(3_600_000) } };
    expect(await test.post('GetActualMeterReads?wait=0.05', scheduled)).toMatchObject({ status: 202, body: { status: 'ACCEPTED' } });
  });

  it('names a parameter that is none: 400', async () => {
    const answer = await test.post('GetActualMeterReads?wiat=10', { deviceIdentification: DEVICE });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'wiat' }] } });
  });
});

describe('Idempotency-Key', () => {
  const request = { deviceIdentification: DEVICE, options: { scheduleTime: later(3_600_000) } };

  it('makes a repeated request one command: 202, then 200', async () => {
    const first = await test.post('GetActualMeterReads', request, { 'idempotency-key': 'once' });
    const second = await test.post('GetActualMeterReads', request, { 'idempotency-key': 'once' });
    expect([first.status, second.status]).toEqual([202, 200]);
    expect(uidOf(second)).toBe(uidOf(first));
    expect(uidOf(first)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(second.body).toMatchObject({ status: 'SCHEDULED', operation: 'GetActualMeterReads' });
  });

  it('refuses another request under the same key: 409', async () => {
    await test.carriedOut('AddDevice', addDevice('TEST1024000000200'));
    await test.post('GetActualMeterReads', request, { 'idempotency-key': 'twice' });
    const conflict = { status: 409, body: { code: 'IDEMPOTENCY_CONFLICT' } };
    const headers = { 'idempotency-key': 'twice' };
    expect(await test.post('SynchronizeTime', { deviceIdentification: DEVICE, data: { timeZone: 'UTC' } }, headers)).toMatchObject(conflict);
    expect(await test.post('GetActualMeterReads', { ...request, deviceIdentification: 'TEST1024000000200' }, headers)).toMatchObject(conflict);
  });

  it('is not used up by a request that was refused', async () => {
    const headers = { 'idempotency-key': 'refused' };
    expect((await test.post('GetActualMeterReads', { ...request, deviceIdentification: 'TEST1024000000299' }, headers)).status).toBe(404);
    expect((await test.post('GetActualMeterReads', request, headers)).status).toBe(202);
  });

  it('compares keys of meters without keeping them', async () => {
    const headers = { 'idempotency-key': 'device' };
    expect((await test.post('AddDevice', addDevice('TEST1024000000201'), headers)).status).toBe(202);
    expect((await test.post('AddDevice', addDevice('TEST1024000000201'), headers)).status).toBe(200);
    const other = addDevice('TEST1024000000201', { masterKey: '99'.repeat(16) });
    expect(await test.post('AddDevice', other, headers)).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_CONFLICT' } });
  });
});

describe('ending a command', () => {
  const remove = (uid: string, path = '', payload?: object) =>
    test.send({ method: 'DELETE', url: `/v1/commands/${uid}${path}`, ...(payload === undefined ? {} : { payload }) });

  it('cancels what has not begun, and only that', async () => {
    const accepted = await test.post('GetActualMeterReads', { deviceIdentification: DEVICE, options: { scheduleTime: later(3_600_000) } });
    const cancelled = await remove(uidOf(accepted), '', { reason: 'not needed' });
    expect(cancelled).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED', result: 'NOT OK', fault: { code: 0, type: 'CANCELLED', message: 'not needed' } },
    });
    expect(await remove(uidOf(accepted))).toMatchObject({ status: 409, body: { code: 'NOT_CANCELLABLE' } });
    const ended = await test.carriedOut('GetActualMeterReads', { deviceIdentification: DEVICE });
    expect(await remove(uidOf(ended))).toMatchObject({ status: 409, body: { code: 'NOT_CANCELLABLE' } });
  });

  it('expires at once when its time was over before it came', async () => {
    const late = await test.post('GetActualMeterReads', { deviceIdentification: DEVICE, options: { maxScheduleTime: later(-1_000) } });
    expect(late.status).toBe(202);
    expect((await test.get(`/v1/commands/${uidOf(late)}?wait=10`)).body).toMatchObject({
      status: 'EXPIRED',
      result: 'NOT OK',
      fault: { code: 417, type: 'MAX_SCHEDULE_TIME_EXCEEDED' },
      attempts: [],
    });
  });

  it('removes a stored response', async () => {
    const ended = await test.carriedOut('GetActualMeterReads', { deviceIdentification: DEVICE });
    expect(await remove(uidOf(ended), '/response', { reason: 'privacy' })).toMatchObject({
      status: 200,
      body: { response: null, responseState: 'DELETED' },
    });
    const open = await test.post('GetActualMeterReads', { deviceIdentification: DEVICE, options: { scheduleTime: later(3_600_000) } });
    expect(await remove(uidOf(open), '/response')).toMatchObject({ status: 409, body: { code: 'STILL_OPEN' } });
  });

  it('knows no command that was not accepted: 404 code 405', async () => {
    const uid = '01a20fd7-78a4-798d-88fc-cf5153c5d13d';
    expect(await remove(uid)).toMatchObject({ status: 404, body: { code: 405 } });
    expect(await test.get(`/v1/commands/${uid}`)).toMatchObject({ status: 404, body: { code: 405 } });
  });

  it('refuses a reason that is none', async () => {
    expect(await remove('any', '', { reason: 7 })).toMatchObject({ status: 400, body: { errors: [{ field: 'reason' }] } });
    expect(await remove('any', '', { cause: 'x' })).toMatchObject({ status: 400, body: { errors: [{ field: 'cause' }] } });
  });
});

interface Page {
  readonly items: readonly { readonly correlationUid: string }[];
  readonly next: string | null;
}

describe('the list of commands', () => {
  it('is filtered, and paged without a gap', async () => {
    const filter = `/v1/commands?deviceIdentification=${DEVICE}&operation=GetActualMeterReads`;
    const all = (await test.get(`${filter}&limit=500`)).body['items'] as readonly { correlationUid: string }[];
    const paged: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page: Page = (await test.get(`${filter}&limit=2&after=${after}`)).body as never;
      paged.push(...page.items.map(({ correlationUid }) => correlationUid));
      after = page.next;
    }
    expect(all.length).toBeGreaterThan(3);
    expect(paged).toEqual(all.map(({ correlationUid }) => correlationUid));
    expect((await test.get(`${filter}&acceptedTo=2020-01-01T00:00:00Z`)).body['items']).toEqual([]);
  });
});

describe('the log', () => {
  it('has the correlation uid on every line about a command', () => {
    const about = test.logged.filter((line) => line.includes('"operation"'));
    expect(about.length).toBeGreaterThan(0);
    expect(about.filter((line) => !line.includes('"correlationUid"'))).toEqual([]);
  });
});

describe('a command that its device has forgotten', () => {
  it('loses its response as often as that is asked for', async () => {
    let aged = 0;
    const clock = { now: () => Date.now() + aged, wait: (ms: number, signal?: AbortSignal) => systemClock.wait(ms, signal) };
    const old = await TestPlatform.start({ gateway: () => gateway, clock });
    try {
      await old.carriedOut('AddDevice', addDevice());
      const url = `/v1/commands/${uidOf(await old.carriedOut('GetActualMeterReads', { deviceIdentification: DEVICE }))}/response`;
      aged = 25 * 3_600_000;
      // A device remembers its last 256 ended commands, however old.
      for (let count = 0; count < 257; count++) await old.post('AddDevice', addDevice(DEVICE, {}, { overwrite: true }));
      const deleted = { status: 200, body: { response: null, responseState: 'DELETED' } };
      expect(await old.send({ method: 'DELETE', url })).toMatchObject(deleted);
      expect(await old.send({ method: 'DELETE', url })).toMatchObject(deleted);
    } finally {
      await old.stop();
    }
  });
});
