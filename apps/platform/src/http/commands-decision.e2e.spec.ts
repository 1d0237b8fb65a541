import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startFleet, type Fleet } from '../../../simulator/src/index.js';
import { TestPlatform, type Answer } from '../../test-support/test-platform.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const LAST_ALARM_REGISTER = '/objects/1/0.0.97.98.2.255/2';

let fleet: Fleet;
let test: TestPlatform;
let device: string;
beforeAll(async () => {
  fleet = await startFleet({ meters: 1, base: '127.19.13.1', port: 0, controlPort: 0, profiles: ['SMR5.5'] });
  test = await TestPlatform.start({ responseTimeout: 400 });
  const [request] = (await control('GET', '/devices.json')) as { deviceIdentification: string }[];
  if (request === undefined) throw new Error('the fleet has no meter');
  device = request.deviceIdentification;
  await test.carriedOut('AddDevice', request);
});
beforeEach(async () => {
  // An alarm that stands when the meter is asked again says nothing of whether it was cleared before.
  await control('PUT', `/meters/${device}${LAST_ALARM_REGISTER}`, { value: 4 });
});
afterAll(async () => {
  await test.stop();
  await fleet.stop();
});

async function control(method: string, path: string, body?: object): Promise<unknown> {
  const payload = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(`http://127.0.0.1:${fleet.controlPort}${path}`, { method, ...payload });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
  const text = await answer.text();
  return text === '' ? undefined : JSON.parse(text);
}

const show = async (uid: string) => (await test.get(`/v1/commands/${uid}?wait=0.1`)).body;

/** The connection is lost right after the meter was told: nobody knows whether it did it. */
async function undecided(operation: string, data?: object): Promise<string> {
  await control('PUT', `/meters/${device}/faults`, { seed: 1, faults: [{ kind: 'silent', onService: 'set', times: 1 }] });
  const accepted = await test.post(operation, { deviceIdentification: device, ...(data === undefined ? {} : { data }) });
  const uid = String(accepted.body['correlationUid']);
  for (;;) {
    const { status, completedAt } = await show(uid);
    if (status === 'NEEDS_DECISION') return uid;
    if (completedAt !== null) throw new Error(`it ended as ${String(status)}`);
  }
}

const decide = (uid: string, decision: string, reason = 'seen on site'): Promise<Answer> => test.post(`${uid}/decision`, { decision, reason });
const ended = async (uid: string) => (await test.get(`/v1/commands/${uid}?wait=20`)).body;
const typesOf = async (uid: string): Promise<readonly string[]> => {
  const { items } = (await test.get(`/v1/devices/${device}/history?limit=500`)).body as { items: { type: string; correlationUid: string }[] };
  return items.filter(({ correlationUid }) => correlationUid === uid).map(({ type }) => type);
};

describe('a command of which nobody knows whether it was carried out', () => {
  it('waits for a decision, and says on what', async () => {
    const uid = await undecided('ClearAlarmRegister');
    expect(await show(uid)).toMatchObject({
      status: 'NEEDS_DECISION',
      result: null,
      nextAttemptAt: null,
      undecided: [{ index: 0, operation: 'ClearAlarmRegister', reason: expect.stringContaining('the meter cannot tell') }],
      attempts: [{ outcome: 'FAILED' }, { outcome: 'FAILED', code: 414 }],
    });
    expect((await test.get('/v1/commands?status=NEEDS_DECISION')).body).toMatchObject({ items: [{ correlationUid: uid }] });
    await decide(uid, 'fail');
  });

  it('is done again by decision, and the history tells all of it', async () => {
    const uid = await undecided('ClearAlarmRegister');
    expect((await decide(uid, 'retry')).status).toBe(200);
    expect(await ended(uid)).toMatchObject({ status: 'SUCCEEDED', attempts: [{}, {}, { outcome: 'SUCCEEDED' }] });
    expect(await control('GET', `/meters/${device}${LAST_ALARM_REGISTER}`)).toMatchObject({ data: { value: 0 } });
    const undone = ['AttemptStarted', 'ActionStarted', 'AttemptFailed', 'RetryScheduled'];
    const asked = ['AttemptStarted', 'AttemptFailed', 'DecisionRequested', 'DecisionTaken', 'RetryScheduled'];
    const done = ['AttemptStarted', 'ActionStarted', 'AlarmRegisterCleared', 'ActionAnswered', 'CommandSucceeded'];
    expect(await typesOf(uid)).toEqual(['CommandAccepted', ...undone, ...asked, ...done]);
  });

  it('ends by decision, with a fault that says what may have been done', async () => {
    const uid = await undecided('ClearAlarmRegister');
    expect(await decide(uid, 'fail', 'not worth it')).toMatchObject({
      status: 200,
      body: {
        status: 'FAILED',
        result: 'NOT OK',
        fault: {
          code: 0,
          type: 'EFFECT_UNKNOWN',
          message: expect.stringContaining('not worth it'),
          parameters: { mayHaveBeenCarriedOut: 'ClearAlarmRegister' },
        },
      },
    });
  });

  it('may be one action of a bundle, whose other answers are kept', async () => {
    const uid = await undecided('Bundle', { actions: [{ operation: 'ClearAlarmRegister' }, { operation: 'GetActualMeterReads' }] });
    expect(await show(uid)).toMatchObject({ undecided: [{ index: 0, operation: 'ClearAlarmRegister' }] });
    const reads = (await typesOf(uid)).filter((type) => type === 'MeterReadsCollected');
    await decide(uid, 'retry');
    expect(await ended(uid)).toMatchObject({
      status: 'SUCCEEDED',
      response: {
        actions: [
          { operation: 'ClearAlarmRegister', result: 'OK' },
          { operation: 'GetActualMeterReads', result: 'OK' },
        ],
      },
    });
    expect((await typesOf(uid)).filter((type) => type === 'MeterReadsCollected')).toEqual(reads);
  });

  it('can be cancelled, but not held', async () => {
    const uid = await undecided('ClearAlarmRegister');
    expect(await test.post(`${uid}/hold`, {})).toMatchObject({ status: 409, body: { code: 'NOT_HOLDABLE' } });
    const cancelled = await test.send({ method: 'DELETE', url: `/v1/commands/${uid}`, payload: { reason: 'enough' } });
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
  });
});

describe('a decision', () => {
  it('is refused when there is nothing to decide: 409', async () => {
    const { body } = await test.carriedOut('GetActualMeterReads', { deviceIdentification: device });
    expect(await decide(String(body['correlationUid']), 'retry')).toMatchObject({ status: 409, body: { code: 'NOT_UNDECIDED' } });
    const uid = await undecided('ClearAlarmRegister');
    expect((await decide(uid, 'fail')).status).toBe(200);
    expect(await decide(uid, 'fail')).toMatchObject({ status: 409, body: { code: 'NOT_UNDECIDED' } });
  });

  it('on a command that nobody knows is refused: 404', async () => {
    expect(await decide('01a20fd7-78a4-798d-88fc-cf5153c5d13d', 'retry')).toMatchObject({ status: 404, body: { code: 405 } });
  });

  it.each([
    ['decision', { decision: 'maybe', reason: 'x' }],
    ['decision', { reason: 'x' }],
    ['reason', { decision: 'retry' }],
    ['reason', { decision: 'retry', reason: ' ' }],
  ])('with another %s than allowed is refused: 400', async (field, body) => {
    expect(await test.post('any/decision', body)).toMatchObject({ status: 400, body: { code: 401, errors: [{ field }] } });
  });
});
