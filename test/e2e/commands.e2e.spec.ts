import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { endings, eventsOf } from '../support/history.js';
import { TestSite } from '../support/test-site.js';
import type { CommandView, ProblemView } from '../support/views.js';

jest.setTimeout(60_000);

let site: TestSite;
beforeAll(async () => {
  const env = { METERLOG_RETRY: '3x400ms*2^n,cap=1s,jitter=0', METERLOG_RESPONSE_TIMEOUT: '2s' };
  site = await TestSite.start({ base: '127.27.0.1', meters: 8, env });
});
afterAll(async () => site?.stop());

const READ = 'GetActualMeterReads';
const later = (ms: number): string => new Date(Date.now() + ms).toISOString();
const view = (uid: string) => site.api.get<CommandView>(`/v1/commands/${uid}`);

const until = (uid: string, status: string) =>
  eventually(
    () => view(uid),
    ({ body }) => body.status === status,
  );

describe('An idempotency key', () => {
  const key = { 'idempotency-key': 'order 4711' };
  const post = (body: object, headers: Readonly<Record<string, string>> = key) => site.api.post<CommandView>(`/v1/commands/${READ}`, body, headers);

  it('makes a repeated request the same command, answered 200 as it stands', async () => {
    const body = { deviceIdentification: site.meter('SMR 5.1') };
    const first = await post(body);
    expect(first.status).toBe(202);
    expect(first.headers.get('location')).toBe(`/v1/commands/${first.body.correlationUid}`);
    await site.api.ended(first.body.correlationUid);
    for (let again = 0; again < 2; again++) {
      const repeated = await post(body);
      expect(repeated.status).toBe(200);
      expect(repeated.body).toMatchObject({ correlationUid: first.body.correlationUid, status: 'SUCCEEDED', response: expect.anything() });
    }
    const types = await eventsOf(site.api, body.deviceIdentification, first.body.correlationUid);
    expect(types.filter((type) => type === 'CommandAccepted')).toHaveLength(1);
    expect(endings(types)).toHaveLength(1);
  });

  it.each([
    ['options', () => ({ deviceIdentification: site.meter('SMR 5.1'), options: { priority: 9 } })],
    ['a device', () => ({ deviceIdentification: site.meter('DSMR 4.2.2') })],
  ])('is refused with other %s', async (_what, body) => {
    const { status, body: problem } = await site.api.post<ProblemView>(`/v1/commands/${READ}`, body(), key);
    expect([status, problem.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  });

  it('sent many times at once is one command', async () => {
    const body = { deviceIdentification: site.meter('SMR 5.1', 1) };
    const answers = await Promise.all(Array.from({ length: 12 }, () => post(body, { 'idempotency-key': 'all at once' })));
    expect(new Set(answers.map((answer) => answer.body.correlationUid)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(11);
    const uid = answers[0]?.body.correlationUid ?? '';
    await site.api.ended(uid);
    expect(endings(await eventsOf(site.api, body.deviceIdentification, uid))).toHaveLength(1);
  });
});

describe('A schedule time', () => {
  it.each([
    ['a date-time', (at: number) => new Date(at).toISOString()],
    ['epoch milliseconds', (at: number) => at],
  ])('in the future, as %s, is waited for', async (_form, format) => {
    // So long that the command is seen waiting, on a busy machine, too.
    const at = Date.now() + 4_000;
    const { correlationUid } = await site.api.send(READ, site.meter('SMR 5.1'), undefined, { scheduleTime: format(at) });
    expect((await view(correlationUid)).body).toMatchObject({ status: 'SCHEDULED', result: null, attempts: [], responseState: null });
    const command = await site.api.ended(correlationUid);
    expect(command.status).toBe('SUCCEEDED');
    expect(Date.parse(command.attempts[0]?.startedAt ?? '')).toBeGreaterThanOrEqual(at);
  });

  it('in the past is none', async () => {
    const { status } = await site.api.run(READ, site.meter('SMR 5.1'), undefined, { scheduleTime: '2020-01-01T00:00:00Z' });
    expect(status).toBe('SUCCEEDED');
  });
});

describe('A last moment', () => {
  const expectExpired = async (command: CommandView): Promise<void> => {
    expect(command).toMatchObject({ status: 'EXPIRED', result: 'NOT OK', response: null });
    expect(command.fault).toMatchObject({ code: 417, type: 'MAX_SCHEDULE_TIME_EXCEEDED' });
    expect(endings(await eventsOf(site.api, command.deviceIdentification, command.correlationUid))).toEqual(['CommandExpired']);
  };

  it('that comes before the first attempt ends the command EXPIRED with 417', async () => {
    const at = later(800);
    const command = await site.api.run(READ, site.meter('SMR 5.1'), undefined, { scheduleTime: at, maxScheduleTime: at });
    await expectExpired(command);
    expect(command.attempts).toEqual([]);
  });

  it('that comes before the next attempt ends the command EXPIRED with 417', async () => {
    const meter = site.meter('SMR 5.1', 2);
    await site.fault(meter, 'refuse');
    const maxScheduleTime = later(700);
    const command = await site.api.run(READ, meter, undefined, { maxScheduleTime });
    await expectExpired(command);
    expect(command.attempts.length).toBeGreaterThan(0);
    expect(Date.parse(command.completedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(maxScheduleTime));
    await site.heal(meter);
  });
});

describe('Cancelling', () => {
  it('ends a command that waits', async () => {
    const meter = site.meter('DSMR 4.2.2');
    const { correlationUid } = await site.api.send(READ, meter, undefined, { scheduleTime: later(3_600_000) });
    const { status, body } = await site.api.delete<CommandView>(`/v1/commands/${correlationUid}`, { reason: 'not needed' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'CANCELLED', result: 'NOT OK', fault: { code: 0, type: 'CANCELLED' } });
    expect((await site.api.delete(`/v1/commands/${correlationUid}`)).status).toBe(409);
    expect(await eventsOf(site.api, meter, correlationUid)).toEqual(['CommandAccepted', 'CommandScheduled', 'CommandCancelled']);
  });

  it('is refused once the command has ended', async () => {
    const { correlationUid } = await site.api.run(READ, site.meter('DSMR 4.2.2'));
    const { status, body } = await site.api.delete<ProblemView>(`/v1/commands/${correlationUid}`, { reason: 'too late' });
    expect([status, body.code]).toEqual([409, 'NOT_CANCELLABLE']);
  });

  it('is refused while the command runs, and of an unknown command is 404', async () => {
    const meter = site.meter('DSMR 4.2.2', 1);
    await site.fault(meter, 'silent');
    const { correlationUid } = await site.api.send(READ, meter, undefined, { bypassRetry: true });
    await until(correlationUid, 'RUNNING');
    const { status, body } = await site.api.delete<ProblemView>(`/v1/commands/${correlationUid}`);
    expect([status, body.code]).toEqual([409, 'NOT_CANCELLABLE']);
    expect((await site.api.delete('/v1/commands/019ab8a2-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await site.api.ended(correlationUid)).status).toBe('FAILED');
    await site.heal(meter);
  });
});

describe('bypassRetry', () => {
  it('makes the first failure the last', async () => {
    const meter = site.meter('DSMR 4.2.2', 2);
    await site.fault(meter, 'refuse');
    const command = await site.api.run(READ, meter, undefined, { bypassRetry: true });
    expect(command).toMatchObject({ status: 'FAILED', fault: { code: 226 } });
    expect(command.attempts).toHaveLength(1);
    await site.heal(meter);
  });
});

describe('A stored response', () => {
  it('can be deleted: the command stays, what was collected stays', async () => {
    const meter = site.meter('DSMR 4.2.2', 3);
    const { correlationUid, response } = await site.api.run(READ, meter);
    expect(response).not.toBeNull();
    const { status, body } = await site.api.delete<CommandView>(`/v1/commands/${correlationUid}/response`, { reason: 'has been read' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'SUCCEEDED', response: null, responseState: 'DELETED' });
    expect((await view(correlationUid)).body).toMatchObject({ response: null, responseState: 'DELETED' });
    const reads = `/v1/devices/${meter}/meter-reads?minPosition=${encodeURIComponent(body.position)}`;
    expect((await site.api.get<{ items: unknown[] }>(reads)).body.items).toHaveLength(1);
    expect((await eventsOf(site.api, meter, correlationUid)).slice(-2)).toEqual(['CommandSucceeded', 'ResponseDeleted']);
  });

  it('cannot be deleted while the command is open', async () => {
    const { correlationUid } = await site.api.send(READ, site.meter('DSMR 4.2.2'), undefined, { scheduleTime: later(3_600_000) });
    const { status, body } = await site.api.delete<ProblemView>(`/v1/commands/${correlationUid}/response`);
    expect([status, body.code]).toEqual([409, 'STILL_OPEN']);
  });
});

describe('The end of a command', () => {
  it('is waited for no longer than the client wants', async () => {
    const { correlationUid } = await site.api.send(READ, site.meter('SMR 5.1', 3), undefined, { scheduleTime: later(3_600_000) });
    const began = Date.now();
    const { body } = await site.api.get<CommandView>(`/v1/commands/${correlationUid}?wait=1`);
    expect(body.status).toBe('SCHEDULED');
    expect(Date.now() - began).toBeGreaterThanOrEqual(950);
  });

  it('ends the wait at once', async () => {
    const { correlationUid } = await site.api.send(READ, site.meter('SMR 5.1', 3));
    const began = Date.now();
    const { body } = await site.api.get<CommandView>(`/v1/commands/${correlationUid}?wait=30`);
    expect(body.status).toBe('SUCCEEDED');
    expect(Date.now() - began).toBeLessThan(10_000);
  });
});
