import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TestPlatform, type Answer } from '../../test-support/test-platform.js';
import { startFleet, type Fleet } from '../../../simulator/src/index.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

interface FleetDevice {
  readonly deviceIdentification: string;
  readonly data: { readonly device: { readonly authenticationKey: string } };
}

let fleet: Fleet;
let test: TestPlatform;
let devices: readonly FleetDevice[];
beforeAll(async () => {
  fleet = await startFleet({ meters: 3, base: '127.19.7.1', port: 0, controlPort: 0 });
  test = await TestPlatform.start();
  devices = (await (await fetch(`http://127.0.0.1:${fleet.controlPort}/devices.json`)).json()) as readonly FleetDevice[];
});
afterAll(async () => {
  await test.stop();
  await fleet.stop();
});

function device(index: number): FleetDevice {
  const found = devices[index];
  if (found === undefined) throw new Error(`the fleet has no meter ${index}`);
  return found;
}

const DAY = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
const slotsOf = ({ body }: Answer) => (body['response'] as { actions: readonly { operation: string; result: string; response?: unknown }[] }).actions;

describe('the platform and simulated meters', () => {
  it.each([0, 1])('registers meter %i and collects from it in one bundle', async (index) => {
    const { deviceIdentification } = device(index);
    expect((await test.carriedOut('AddDevice', device(index))).body).toMatchObject({ status: 'SUCCEEDED' });
    const ended = await test.carriedOut('Bundle', {
      deviceIdentification,
      data: {
        actions: [
          { operation: 'SynchronizeTime', data: { timeZone: 'Europe/Amsterdam' } },
          { operation: 'GetActualMeterReads' },
          { operation: 'GetPeriodicMeterReads', data: { periodType: 'DAILY', beginDate: ago(3), endDate: ago(0) } },
          { operation: 'FindEvents', data: { eventLogCategory: 'STANDARD_EVENT_LOG', from: ago(30), until: ago(0) } },
        ],
      },
    });
    expect(ended.body).toMatchObject({ status: 'SUCCEEDED', attempts: [{ number: 1, outcome: 'SUCCEEDED' }] });
    expect(slotsOf(ended).map(({ result }) => result)).toEqual(['OK', 'OK', 'OK', 'OK']);
    expect(slotsOf(ended)[1]?.response).toMatchObject({ activeEnergyImport: { value: expect.stringMatching(/^\d+\.\d{3}$/), unit: 'KWH' } });
    const reads = (await test.get(`/v1/devices/${deviceIdentification}/meter-reads?kind=DAILY`)).body['items'];
    expect(reads).toHaveLength(3);
  });

  it('fails with the reason when the keys are not those of the meter', async () => {
    const request = structuredClone(device(2)) as { data: { device: { authenticationKey: string } }; deviceIdentification: string };
    request.data.device.authenticationKey = '00'.repeat(16);
    await test.carriedOut('AddDevice', request);
    const ended = await test.carriedOut('GetActualMeterReads', { deviceIdentification: request.deviceIdentification });
    expect(ended.body).toMatchObject({ status: 'FAILED', result: 'NOT OK', fault: { component: 'PROTOCOL_DLMS' } });
    expect([223, 230]).toContain((ended.body['fault'] as { code: number }).code);
    expect((await test.get(`/v1/devices/${request.deviceIdentification}`)).body).toMatchObject({ failedConnections: 3 });
  });
});
