import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fault } from '#contract';
import { DEFAULT_CIRCUIT, DEFAULT_POLICY, uniformPolicies } from '#domain';
import { systemClock } from '#event-sourcing';
import { addDevice } from '../../test-support/requests.js';
import { answered, ScriptedGateway } from '../../test-support/scripted-gateway.js';
import { TestPlatform } from '../../test-support/test-platform.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const MINUTE = 60_000;
const timedOut = fault(227, 'nobody answered', 'PROTOCOL_DLMS');
let aged = 0;
const clock = { now: () => Date.now() + aged, wait: (ms: number, signal?: AbortSignal) => systemClock.wait(ms, signal) };

/** One attempt per command, and a circuit that opens at the second failure. */
async function platform(whileOpen: 'wait' | 'fail', gateway: ScriptedGateway): Promise<TestPlatform> {
  const policies = uniformPolicies({ ...DEFAULT_POLICY, attempts: 1 }, { ...DEFAULT_CIRCUIT, failures: 2, whileOpen });
  return TestPlatform.start({ gateway: () => gateway, policies, clock });
}

async function unreachable(test: TestPlatform, gateway: ScriptedGateway, device: string): Promise<void> {
  gateway.script = () => Promise.resolve({ answered: [], facts: [], failure: timedOut });
  await test.carriedOut('AddDevice', addDevice(device));
  for (let n = 0; n < 2; n++) await test.carriedOut('GetActualMeterReads', { deviceIdentification: device });
}

const show = async (test: TestPlatform, device: string) => (await test.get(`/v1/devices/${device}`)).body;

describe('a device that could not be reached', () => {
  const gateway = new ScriptedGateway();
  let test: TestPlatform;
  beforeAll(async () => {
    test = await platform('wait', gateway);
  });
  afterAll(() => test.stop());

  it('is shown as left alone, its commands wait and cost nothing, and it is called again when the pause is over', async () => {
    const device = 'TEST1024000000011';
    await unreachable(test, gateway, device);
    const shown = await show(test, device);
    expect(shown).toMatchObject({ failedConnections: 2, circuitOpenUntil: expect.any(String), lastContact: null });
    const left = Date.parse(String(shown['circuitOpenUntil'])) - clock.now();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(MINUTE);

    const waiting = await test.post('GetActualMeterReads', { deviceIdentification: device });
    const url = `/v1/commands/${String(waiting.body['correlationUid'])}`;
    expect((await test.get(`${url}?wait=0.3`)).body).toMatchObject({ status: 'ACCEPTED', attempts: [] });
    gateway.script = (request) => Promise.resolve(answered(request, () => null));
    aged += MINUTE;
    // Something has to happen for the dispatcher to look at a clock that was moved under it.
    await test.carriedOut('AddDevice', addDevice('TEST1024000000012'));
    expect((await test.get(`${url}?wait=20`)).body).toMatchObject({ status: 'SUCCEEDED', attempts: [{ outcome: 'SUCCEEDED' }] });
    expect(await show(test, device)).toMatchObject({ failedConnections: 0, circuitOpenUntil: null, lastContact: expect.any(String) });
  });

  it('is called at once when it was registered anew', async () => {
    const device = 'TEST1024000000013';
    await unreachable(test, gateway, device);
    const waiting = await test.post('GetActualMeterReads', { deviceIdentification: device });
    gateway.script = (request) => Promise.resolve(answered(request, () => null));
    await test.carriedOut('AddDevice', addDevice(device, {}, { overwrite: true }));
    expect((await test.get(`/v1/commands/${String(waiting.body['correlationUid'])}?wait=20`)).body).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('where commands do not wait for a device that cannot be reached', () => {
  const gateway = new ScriptedGateway();
  let test: TestPlatform;
  beforeAll(async () => {
    test = await platform('fail', gateway);
  });
  afterAll(() => test.stop());

  it('they fail as the last attempt did, without one of their own', async () => {
    const device = 'TEST1024000000014';
    await unreachable(test, gateway, device);
    const calls = gateway.requests.length;
    const { body } = await test.carriedOut('GetActualMeterReads', { deviceIdentification: device });
    expect(body).toMatchObject({ status: 'FAILED', result: 'NOT OK', fault: { code: 227, type: 'CONNECTION_TIMED_OUT' }, attempts: [] });
    expect(gateway.requests).toHaveLength(calls);
  });
});
