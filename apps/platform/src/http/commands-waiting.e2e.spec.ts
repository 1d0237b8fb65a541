import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '#event-sourcing';
import { startFleet, type Fleet } from '../../../simulator/src/index.js';
import { TestPlatform, type Answer } from '../../test-support/test-platform.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
let aged = 0;
const clock = { now: () => Date.now() + aged, wait: (ms: number, signal?: AbortSignal) => systemClock.wait(ms, signal) };

let fleet: Fleet;
let test: TestPlatform;
let device: string;
beforeAll(async () => {
  fleet = await startFleet({ meters: 1, base: '127.19.11.1', port: 0, controlPort: 0 });
  test = await TestPlatform.start({ clock });
  const [request] = (await (await fetch(`http://127.0.0.1:${fleet.controlPort}/devices.json`)).json()) as { deviceIdentification: string }[];
  if (request === undefined) throw new Error('the fleet has no meter');
  device = request.deviceIdentification;
  await test.carriedOut('AddDevice', request);
});
afterAll(async () => {
  await test.stop();
  await fleet.stop();
});

const later = (ms: number): string => new Date(clock.now() + ms).toISOString();
/** Accepted now, due in an hour. */
const scheduled = async (options: object = {}): Promise<string> => {
  const accepted = await test.post('GetActualMeterReads', { deviceIdentification: device, options: { scheduleTime: later(HOUR), ...options } });
  return String(accepted.body['correlationUid']);
};
const act = (uid: string, what: string, payload: object = {}): Promise<Answer> => test.post(`${uid}/${what}`, payload);
const ended = async (uid: string) => (await test.get(`/v1/commands/${uid}?wait=20`)).body;
const eventsOf = async (uid: string): Promise<readonly { type: string; actor: string; data: unknown }[]> => {
  const { items } = (await test.get(`/v1/devices/${device}/history?limit=500`)).body as {
    items: { type: string; actor: string; data: unknown; correlationUid: string }[];
  };
  return items.filter(({ correlationUid }) => correlationUid === uid);
};

describe('a held command', () => {
  it('is not started when its time comes, and is carried out when it is released', async () => {
    const [kept, other] = [await scheduled(), await scheduled()];
    expect(await act(kept, 'hold', { reason: 'storm' })).toMatchObject({ status: 200, body: { status: 'HELD', result: null, nextAttemptAt: null } });
    aged += 2 * HOUR;
    // The meter does what was due beside it, and then still not what is held.
    expect(await ended(other)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await test.get(`/v1/commands/${kept}?wait=0.2`)).body).toMatchObject({ status: 'HELD', attempts: [] });
    expect((await test.get('/v1/commands?status=HELD')).body).toMatchObject({ items: [{ correlationUid: kept }] });
    expect((await act(kept, 'release', { reason: 'calm' })).status).toBe(200);
    expect(await ended(kept)).toMatchObject({ status: 'SUCCEEDED', attempts: [{ number: 1, outcome: 'SUCCEEDED' }] });
    const acts = (await eventsOf(kept)).filter(({ type }) => type === 'CommandHeld' || type === 'CommandReleased');
    expect(acts).toMatchObject([
      { type: 'CommandHeld', actor: expect.stringMatching(/^operations\//), data: { reason: 'storm' } },
      { type: 'CommandReleased', actor: expect.stringMatching(/^operations\//), data: { reason: 'calm', status: 'SCHEDULED' } },
    ]);
  });

  it('expires when its time is over, without an attempt', async () => {
    const uid = await scheduled({ maxScheduleTime: later(2 * HOUR) });
    await act(uid, 'hold');
    aged += 3 * HOUR;
    expect(await ended(uid)).toMatchObject({ status: 'EXPIRED', result: 'NOT OK', fault: { code: 417 }, attempts: [] });
    expect(await act(uid, 'release')).toMatchObject({ status: 409, body: { code: 'NOT_RELEASABLE' } });
  });

  it('can be cancelled', async () => {
    const uid = await scheduled();
    await act(uid, 'hold');
    const cancelled = await test.send({ method: 'DELETE', url: `/v1/commands/${uid}`, payload: { reason: 'enough' } });
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
  });

  it('is held once, however often that is asked for, and released once', async () => {
    const uid = await scheduled();
    for (const what of ['hold', 'hold', 'release', 'release']) expect((await act(uid, what)).status).toBe(200);
    expect((await eventsOf(uid)).map(({ type }) => type)).toEqual(['CommandAccepted', 'CommandScheduled', 'CommandHeld', 'CommandReleased']);
    expect((await test.get(`/v1/commands/${uid}`)).body).toMatchObject({ status: 'SCHEDULED', nextAttemptAt: expect.any(String) });
  });
});

describe('the priority of a waiting command', () => {
  it('is shown, and decides what comes first', async () => {
    const [first, second] = [await scheduled(), await scheduled()];
    expect(await act(second, 'priority', { priority: 9, reason: 'urgent' })).toMatchObject({
      status: 200,
      body: { status: 'SCHEDULED', priority: 9, options: { priority: 9 } },
    });
    aged += 2 * HOUR;
    const [one, two] = [await ended(first), await ended(second)] as { attempts: [{ startedAt: string }] }[];
    expect([one, two]).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }]);
    expect((two?.attempts[0].startedAt ?? '') < (one?.attempts[0].startedAt ?? '')).toBe(true);
  });

  it.each([
    ['is too high', { priority: 10 }],
    ['is no whole number', { priority: 1.5 }],
    ['is missing', {}],
  ])('is refused when it %s: 400', async (_what, body) => {
    expect(await act('any', 'priority', body)).toMatchObject({ status: 400, body: { code: 401, errors: [{ field: 'priority' }] } });
  });
});

describe('what cannot be held, released or ranked', () => {
  it('is a command that has ended: 409', async () => {
    const { body } = await test.carriedOut('GetActualMeterReads', { deviceIdentification: device });
    const uid = String(body['correlationUid']);
    expect(await act(uid, 'hold')).toMatchObject({ status: 409, body: { code: 'NOT_HOLDABLE' } });
    expect(await act(uid, 'release')).toMatchObject({ status: 409, body: { code: 'NOT_RELEASABLE' } });
    expect(await act(uid, 'priority', { priority: 7 })).toMatchObject({ status: 409, body: { code: 'NOT_REPRIORITISABLE' } });
  });

  it.each(['hold', 'release', 'priority'])('is a command that nobody knows: 404 to %s', async (what) => {
    const payload = what === 'priority' ? { priority: 7 } : {};
    expect(await act('01a20fd7-78a4-798d-88fc-cf5153c5d13d', what, payload)).toMatchObject({ status: 404, body: { code: 405 } });
  });

  it('is anything for a reason that is none: 400', async () => {
    expect(await act('any', 'hold', { reason: '' })).toMatchObject({ status: 400, body: { errors: [{ field: 'reason' }] } });
    expect(await act('any', 'hold', { until: 'tomorrow' })).toMatchObject({ status: 400, body: { errors: [{ field: 'until' }] } });
  });
});
