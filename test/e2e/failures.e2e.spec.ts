import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { endings, eventsOf } from '../support/history.js';
import { freePort } from '../support/ports.js';
import { TestSite } from '../support/test-site.js';
import type { ProblemView } from '../support/views.js';

jest.setTimeout(60_000);

let site: TestSite;
beforeAll(async () => {
  const env = { METERLOG_RETRY: '3x100ms*2^n,cap=1s,jitter=0', METERLOG_RESPONSE_TIMEOUT: '700ms', METERLOG_CONNECT_TIMEOUT: '500ms' };
  site = await TestSite.start({ base: '127.24.0.1', meters: 12, env });
});
afterAll(async () => site?.stop());

/** How to make a meter unusable; each has a meter of its own. */
const changeKeys = (keys: object) => (meter: string) => site.fleet.control('PUT', `/meters/${meter}/keys`, keys);
const play =
  (kind: string, details: object = {}) =>
  (meter: string) =>
    site.fault(meter, kind, { ...details });

/** Registers a meter anew, at another place. */
async function move(meter: string, place: object): Promise<void> {
  const body = site.devices.find(({ deviceIdentification }) => deviceIdentification === meter);
  const device = { ...body?.data.device, ...place };
  await site.register({ deviceIdentification: meter, data: { device, deviceModel: body?.data.deviceModel, overwrite: true } });
}

const toDeafPort = async (meter: string) => move(meter, { port: await freePort() });
/** The fleet's address that never accepts a connection. */
const toBlackhole = async (meter: string) => {
  const { address, port } = await site.fleet.control<{ address: string; port: number }>('GET', '/blackhole');
  await move(meter, { networkAddress: address, port });
};

const KEY_1 = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const CASES = [
  { name: 'another encryption key', break: changeKeys({ encryptionKey: KEY_1 }), faults: { 223: 'AUTHENTICATION_ERROR', 230: 'UNABLE_TO_DECYPHER' } },
  {
    name: 'another authentication key',
    break: changeKeys({ authenticationKey: KEY_1 }),
    faults: { 223: 'AUTHENTICATION_ERROR', 230: 'UNABLE_TO_DECYPHER' },
  },
  { name: 'a port that nobody listens on', break: toDeafPort, faults: { 225: 'CONNECTION_REFUSED' } },
  { name: 'an address that never accepts', break: toBlackhole, faults: { 227: 'CONNECTION_TIMED_OUT' } },
  { name: 'a reset right after accept', break: play('refuse'), faults: { 226: 'CONNECTION_RESET' } },
  { name: 'silence', break: play('silent'), faults: { 233: 'RESPONSE_TIMEOUT' } },
  { name: 'silence after the association', break: play('silent', { onService: 'get' }), faults: { 233: 'RESPONSE_TIMEOUT' } },
  { name: 'answers that are no wrapper', break: play('garbage'), faults: { 231: 'WRAPPER_HEADER_INVALID' } },
  { name: 'answers with a wrong tag', break: play('bad-tag'), faults: { 230: 'UNABLE_TO_DECYPHER' } },
] as const;

describe.each(CASES.map((one, index) => ({ ...one, index })))('A meter with $name', ({ break: spoil, faults, index }) => {
  const meter = () => site.devices[index]?.deviceIdentification ?? '';

  it('costs three attempts, then the command has failed for good', async () => {
    await spoil(meter());
    const command = await site.api.run('GetActualMeterReads', meter());
    expect(command).toMatchObject({ status: 'FAILED', result: 'NOT OK', response: null, responseState: null });
    expect(command.completedAt).not.toBeNull();
    expect(Object.entries(faults)).toContainEqual([String(command.fault?.code), command.fault?.type]);
    expect(command.fault).toMatchObject({ component: 'PROTOCOL_DLMS', parameters: { deviceIdentification: meter() } });
    expect(command.fault?.message).toMatch(/\w+ \w+/);
    expect(command.fault?.innerException).toMatch(/Error$/);
    expect(command.attempts.map(({ number, outcome, code }) => [number, outcome, code])).toEqual(
      [1, 2, 3].map((number) => [number, 'FAILED', command.fault?.code]),
    );

    const types = await eventsOf(site.api, meter(), command.correlationUid);
    const failedTry = ['AttemptStarted', 'AttemptFailed'];
    const expected = ['CommandAccepted', ...failedTry, 'RetryScheduled', ...failedTry, 'RetryScheduled', ...failedTry, 'CommandFailed'];
    expect(types.filter((type) => /^(Command|Attempt|Retry)/.test(type))).toEqual(expected);
    expect(endings(types)).toEqual(['CommandFailed']);
  });

  it('waits between the attempts, longer each time', async () => {
    const { body } = await site.api.get<{ items: { attempts: { startedAt: string; endedAt: string }[] }[] }>(
      `/v1/commands?deviceIdentification=${meter()}&status=FAILED`,
    );
    const attempts = body.items[0]?.attempts ?? [];
    const pauses = attempts.slice(1).map(({ startedAt }, earlier) => Date.parse(startedAt) - Date.parse(attempts[earlier]?.endedAt ?? ''));
    // The delays of 100 and 200 ms count from the decision, which is recorded a moment later.
    expect(pauses[0]).toBeGreaterThan(50);
    expect(pauses[1]).toBeGreaterThan(150);
  });

  it('is shown as a device that could not be used', async () => {
    const { body } = await eventually(
      () => site.api.get(`/v1/devices/${meter()}`),
      (answer) => answer.body['failedConnections'] === 3,
    );
    expect(body['lastContact']).toBeNull();
    expect(body['lastFailure']).toEqual(expect.stringMatching(/Z$/));
  });
});

describe('After a meter came back', () => {
  it('the next command succeeds', async () => {
    const meter = site.devices[10]?.deviceIdentification ?? '';
    await site.fault(meter, 'refuse', { times: 1 });
    const command = await site.api.run('GetActualMeterReads', meter);
    expect(command.status).toBe('SUCCEEDED');
    expect(command.attempts.map(({ outcome }) => outcome)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(command.attempts[0]).toMatchObject({ code: 226 });
    const { body } = await site.api.get(`/v1/devices/${meter}?minPosition=${encodeURIComponent(command.position)}`);
    expect(body).toMatchObject({ failedConnections: 0 });
  });

  it('the counter that it refuses is read again and the attempt goes on', async () => {
    const meter = site.devices[11]?.deviceIdentification ?? '';
    await site.api.run('GetActualMeterReads', meter);
    const before = await site.counters(meter);
    await site.fault(meter, 'stale-counter', { times: 1 });
    const command = await site.api.run('GetActualMeterReads', meter);
    expect(command).toMatchObject({ status: 'SUCCEEDED', attempts: [{ number: 1, outcome: 'SUCCEEDED' }] });
    expect((await site.counters(meter)).publicAssociations).toBe(before.publicAssociations + 1);
  });
});

describe('What cannot be accepted', () => {
  it.each([
    [
      'a command for an unknown device',
      () => site.api.post<ProblemView>('/v1/commands/GetActualMeterReads', { deviceIdentification: 'TEST9999000000001' }),
      201,
    ],
    ['the view of an unknown device', () => site.api.get<ProblemView>('/v1/devices/TEST9999000000001'), 201],
    ['the history of an unknown device', () => site.api.get<ProblemView>('/v1/devices/TEST9999000000001/history'), 201],
    ['an unknown command', () => site.api.get<ProblemView>('/v1/commands/019ab8a2-0000-7000-8000-000000000000'), 405],
    ['an unknown command that is no uid', () => site.api.get<ProblemView>('/v1/commands/nonsense'), 405],
  ])('%s is 404', async (_name, ask, code) => {
    const { status, body, headers } = await ask();
    expect(status).toBe(404);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({ status: 404, code });
    expect(body.detail).not.toBe('');
  });

  it('leaves nothing behind', async () => {
    const { body } = await site.api.get<{ items: unknown[] }>('/v1/commands?deviceIdentification=TEST9999000000001');
    expect(body.items).toEqual([]);
  });
});

describe('None of these', () => {
  it('leaves a command half done', async () => {
    await eventually(
      () => site.api.raw('/metrics'),
      ({ text }) => /^meterlog_commands_open 0$/m.test(text),
    );
    for (const status of ['ACCEPTED', 'RUNNING', 'RETRY_SCHEDULED']) {
      const { body } = await site.api.get<{ items: unknown[] }>(`/v1/commands?status=${status}`);
      expect(body.items).toEqual([]);
    }
  });
});
