import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_CIRCUIT, DEFAULT_POLICY, policiesOf } from '#domain';
import { startFleet, type Fleet } from '../../../simulator/src/index.js';
import { TestPlatform, type Answer } from '../../test-support/test-platform.js';
import type { SessionProviderSettings } from './push-settings.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const policies = policiesOf({ ...DEFAULT_POLICY, retryDelay: 10, retryCap: 20 }, [], { ...DEFAULT_CIRCUIT, failures: 1, pause: HOUR, cap: HOUR });

interface FleetDevice {
  readonly deviceIdentification: string;
  readonly data: { readonly device: Record<string, unknown> };
}

let fleet: Fleet;
let test: TestPlatform;
let devices: FleetDevice[];

async function control(method: string, path: string, body?: object): Promise<unknown> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  return (await fetch(`http://127.0.0.1:${fleet.controlPort}${path}`, init)).json();
}

/** A platform for the fleet, with every meter registered. */
async function start(provider: Omit<SessionProviderSettings, 'url'>, meters: number): Promise<void> {
  fleet = await startFleet({ meters, dynamic: 1, base: '127.19.8.1', port: 0, controlPort: 0 });
  const sessionProvider = { url: `http://127.0.0.1:${fleet.controlPort}/provider`, ...provider };
  test = await TestPlatform.start({ push: { host: '127.0.0.1', port: 0 }, sessionProvider, policies });
  await control('PUT', '/provider', { pushPort: test.platform.pushPort() });
  devices = (await control('GET', '/devices.json')) as FleetDevice[];
  for (const device of devices) await test.carriedOut('AddDevice', device);
}

async function stop(): Promise<void> {
  await test.stop();
  await fleet.stop();
}

const idOf = (index: number): string => devices[index]?.deviceIdentification ?? '';
const read = (index: number): Promise<Answer> => test.carriedOut('GetActualMeterReads', { deviceIdentification: idOf(index) });
const outcomes = ({ body }: Answer) => (body['attempts'] as { outcome: string }[]).map(({ outcome }) => outcome);

async function asked(): Promise<{ sms: number; sessionRequests: number }> {
  return ((await control('GET', '/provider')) as { counters: { sms: number; sessionRequests: number } }).counters;
}

/** What the provider was asked for by some work. */
async function during(work: () => Promise<unknown>): Promise<{ sms: number; sessionRequests: number }> {
  const before = await asked();
  await work();
  const after = await asked();
  return { sms: after.sms - before.sms, sessionRequests: after.sessionRequests - before.sessionRequests };
}

const normal = { reaction: 'push', delayMs: 0, answerDelayMs: 0, broken: false, transport: 'tcp' };

describe('meters that push their address', () => {
  beforeAll(() => start({ mode: 'push' }, 2));
  afterEach(() => control('PUT', '/provider', normal));
  afterAll(stop);

  it.each(['tcp', 'udp'])('are woken up by SMS and heard over %s', async (transport) => {
    await control('PUT', '/provider', { transport });
    let ended: Answer | undefined;
    const questions = await during(async () => (ended = await read(0)));
    expect(ended?.body).toMatchObject({ status: 'SUCCEEDED', attempts: [{ number: 1, outcome: 'SUCCEEDED' }] });
    expect(questions).toEqual({ sms: 1, sessionRequests: 0 });
    expect((await test.get('/metrics')).text).toMatch(new RegExp(`meterlog_pushes_total{kind="wake-up",transport="${transport}"} 1`));
  });

  it('are woken up once for a bundle', async () => {
    const actions = [{ operation: 'GetActualMeterReads' }, { operation: 'SynchronizeTime', data: { timeZone: 'Europe/Amsterdam' } }];
    const questions = await during(() => test.carriedOut('Bundle', { deviceIdentification: idOf(1), data: { actions } }));
    expect(questions).toEqual({ sms: 1, sessionRequests: 0 });
  });
});

describe('meters that do not push their address in time', () => {
  beforeAll(() => start({ mode: 'push', patience: { rounds: 2, wait: 300 } }, 5));
  afterEach(() => control('PUT', '/provider', normal));
  afterAll(stop);

  it('are asked for at the provider', async () => {
    await control('PUT', '/provider', { reaction: 'session' });
    const questions = await during(async () => expect((await read(2)).body).toMatchObject({ status: 'SUCCEEDED' }));
    expect(questions).toEqual({ sms: 1, sessionRequests: 1 });
    await control('DELETE', `/provider/sessions/${String(devices[2]?.data.device['iccId'])}`);
  });

  it('fail with 419, and are tried again, when they sleep on', async () => {
    await control('PUT', '/provider', { reaction: 'none' });
    let ended: Answer | undefined;
    const questions = await during(async () => (ended = await read(2)));
    expect(ended?.body).toMatchObject({ status: 'FAILED', fault: { code: 419, type: 'SESSION_PROVIDER_ERROR' } });
    expect(questions).toEqual({ sms: 3, sessionRequests: 6 });
  });

  it('fail with 419, and are tried again, while the provider is broken, without being left alone afterwards', async () => {
    await control('PUT', '/provider', { broken: true });
    const ended = await read(3);
    expect(ended.body).toMatchObject({ status: 'FAILED', fault: { code: 419, innerMessage: 'the session provider failed: status 500' } });
    expect(outcomes(ended)).toEqual(['FAILED', 'FAILED', 'FAILED']);
    await control('PUT', '/provider', normal);
    expect((await read(3)).body).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('wait for a slow provider', async () => {
    await control('PUT', '/provider', { answerDelayMs: 100, delayMs: 100 });
    expect((await read(3)).body).toMatchObject({ status: 'SUCCEEDED' });
  });

  it.each([
    ['the provider does not know', { iccId: '8931000000000009999' }],
    ['nobody registered', { iccId: undefined }],
  ])('fail at once with 410 when their card is one that %s', async (_, change) => {
    const device = structuredClone(devices[4]) as FleetDevice;
    Object.assign(device.data, { overwrite: true });
    Object.assign(device.data.device, change);
    await test.carriedOut('AddDevice', device);
    const ended = await read(4);
    expect(ended.body).toMatchObject({ status: 'FAILED', fault: { code: 410, type: 'INVALID_ICCID' } });
    expect(outcomes(ended)).toEqual(['FAILED']);
  });
});

describe('meters that are asked for', () => {
  beforeAll(() => start({ mode: 'poll', patience: { rounds: 50, wait: 20 } }, 1));
  afterAll(stop);

  it('are woken up, and not disturbed while they are online', async () => {
    await control('PUT', '/provider', { reaction: 'session', delayMs: 30 });
    const first = await during(async () => expect((await read(0)).body).toMatchObject({ status: 'SUCCEEDED' }));
    expect(first.sms).toBe(1);
    expect(first.sessionRequests).toBeGreaterThan(1);
    const again = await during(async () => expect((await read(0)).body).toMatchObject({ status: 'SUCCEEDED' }));
    expect(again).toEqual({ sms: 0, sessionRequests: 1 });
  });
});

describe('meters that are left alone', () => {
  beforeAll(() => start({ mode: 'poll', patience: { rounds: 50, wait: 20 } }, 1));
  afterAll(stop);

  const push = (kind: string, more: object = {}) => control('POST', `/meters/${idOf(0)}/push`, { kind, port: test.platform.pushPort(), ...more });
  const circuitEvents = async () => {
    const { body } = await test.get(`/v1/devices/${idOf(0)}/history?type=CircuitOpened,CircuitClosed`);
    return (body['items'] as { type: string; actor: string; data: object }[]).map(({ type, actor, data }) => ({ type, actor, data }));
  };

  it.each(['wake-up', 'alarm'])('are called at once when they are heard of: %s', async (kind) => {
    await control('PUT', '/provider', { reaction: 'session' });
    await control('PUT', `/meters/${idOf(0)}/faults`, { faults: [{ kind: 'refuse', times: 1 }] });
    const before = (await circuitEvents()).length;
    const { body } = await test.post('GetActualMeterReads', { deviceIdentification: idOf(0) });
    const command = `/v1/commands/${String(body['correlationUid'])}`;
    while ((await circuitEvents()).length === before) await new Promise((resolve) => setImmediate(resolve));
    await push('last-gasp');
    expect((await test.get(`${command}?wait=1`)).body).toMatchObject({ status: 'RETRY_SCHEDULED' });
    await push(kind, { registers: { 1: 4 } });
    expect((await test.get(`${command}?wait=20`)).body).toMatchObject({ status: 'SUCCEEDED' });
    expect((await circuitEvents()).slice(before)).toMatchObject([
      { type: 'CircuitOpened' },
      { type: 'CircuitClosed', actor: 'meterlog/gateway', data: { source: kind } },
    ]);
  });
});

describe('a platform that stops while it waits for a meter', () => {
  it('gives the attempt up at once', async () => {
    await start({ mode: 'push' }, 1);
    await control('PUT', '/provider', { reaction: 'none' });
    const { body } = await test.post('GetActualMeterReads', { deviceIdentification: idOf(0) });
    while ((await asked()).sms === 0);
    const began = performance.now();
    await test.stop();
    expect(performance.now() - began).toBeLessThan(3_000);
    await fleet.stop();
    expect(test.logged.filter((line) => line.includes(String(body['correlationUid'])) && line.includes('ATTEMPT_ABANDONED'))).not.toEqual([]);
  });
});
