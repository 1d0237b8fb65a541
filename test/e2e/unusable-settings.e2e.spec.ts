import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { endings, eventsOf } from '../support/history.js';
import { TestSite } from '../support/test-site.js';

jest.setTimeout(60_000);

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.33.0.1', meters: 8 });
});
afterAll(async () => site?.stop());

/** Registers the meter with other settings. */
async function registerWith(meter: string, change: Readonly<Record<string, unknown>>): Promise<void> {
  const body = site.devices.find(({ deviceIdentification }) => deviceIdentification === meter);
  const device = { ...body?.data.device, ...change };
  await site.register({ deviceIdentification: meter, data: { device, deviceModel: body?.data.deviceModel, overwrite: true } });
}

const CASES = [
  ['no network address', { networkAddress: undefined }, 212, 'INVALID_IP_ADDRESS'],
  ['a challenge that is too long', { challengeLength: 65 }, 213, 'CHALLENGE_LENGTH_OUT_OF_RANGE'],
  ['a challenge that is too short', { challengeLength: 7 }, 213, 'CHALLENGE_LENGTH_OUT_OF_RANGE'],
  ['HLS 3 only', { hls5Active: false, hls3Active: true }, 413, 'UNSUPPORTED_COMMUNICATION_SETTING'],
  ['HLS 4 only', { hls5Active: false, hls4Active: true }, 413, 'UNSUPPORTED_COMMUNICATION_SETTING'],
] as const;

describe.each(CASES.map(([name, change, code, type], index) => ({ name, change, code, type, index })))('A device with $name', (one) => {
  it.each(['GetActualMeterReads', 'Bundle'])(`fails %s at the first attempt with ${one.code}, and nobody is called`, async (operation) => {
    const meter = site.devices[one.index]?.deviceIdentification ?? '';
    await registerWith(meter, one.change);
    const data = operation === 'Bundle' ? { actions: [{ operation: 'GetActualMeterReads' }] } : undefined;
    const command = await site.api.run(operation, meter, data);
    expect(command).toMatchObject({ status: 'FAILED', result: 'NOT OK', fault: { code: one.code, type: one.type, component: 'PROTOCOL_DLMS' } });
    expect(command.attempts).toMatchObject([{ number: 1, outcome: 'FAILED', code: one.code }]);
    expect(endings(await eventsOf(site.api, meter, command.correlationUid))).toEqual(['CommandFailed']);
    expect((await site.counters(meter)).connections).toBe(0);
  });
});

describe('A challenge of the shortest and of the longest length', () => {
  it.each([8, 64])('(%i) is fine', async (challengeLength) => {
    const meter = site.devices[6]?.deviceIdentification ?? '';
    await registerWith(meter, { challengeLength });
    expect((await site.api.run('GetActualMeterReads', meter)).status).toBe('SUCCEEDED');
  });
});

describe('A gas meter', () => {
  const GAS = 'TEST1024000000077';
  const key = '00112233445566778899aabbccddeeff';
  const keys = { mbusDefaultKey: key, mbusUserKey: key, mbusFirmwareUpdateAuthenticationKey: key, mbusP0Key: key };

  it('has no connection of its own: what is meant for an E-meter fails with 401', async () => {
    const device = { deviceType: 'SMART_METER_G', protocolName: 'SMR', protocolVersion: '5.1', ...keys };
    const settings = { ...device, deliveryDate: '2026-01-15T00:00:00Z', challengeLength: 16 };
    await site.register({ deviceIdentification: GAS, data: { device: settings, deviceModel: { manufacturer: 'Test' }, overwrite: false } });
    const actions = [{ operation: 'GetActualMeterReads' }];
    for (const command of [await site.api.run('Bundle', GAS, { actions }), await site.api.run('GetActualMeterReads', GAS)]) {
      expect(command).toMatchObject({ status: 'FAILED', attempts: [], fault: { code: 401, type: 'VALIDATION_ERROR' } });
      expect(command.fault?.component).toBe('DOMAIN_SMART_METERING');
    }
  });
});
