import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeviceSettings, SecretType } from '#contract';
import type { KeyInUse } from '#domain';
import { defaultOptions, startFleet, type Fleet } from '../../../apps/simulator/src/index.js';
import type { SessionAction } from './session-request.js';
import { smr51Settings } from './testing/fixtures.js';
import { GatewayBench } from './testing/gateway-bench.js';

const DAY = 86_400_000;

interface FleetDevice {
  readonly deviceIdentification: string;
  readonly settings: DeviceSettings;
  readonly keys: Partial<Record<SecretType, KeyInUse>>;
}

let fleet: Fleet;
let bench: GatewayBench;
const devices: FleetDevice[] = [];

interface DeviceBody {
  readonly deviceIdentification: string;
  readonly data: { readonly device: Readonly<Record<string, unknown>> };
}

/** Registers a meter as AddDevice would: keys to the vault, the rest to the settings. */
async function register({ deviceIdentification, data: { device } }: DeviceBody): Promise<FleetDevice> {
  const store = (type: SecretType, field: string): Promise<KeyInUse> =>
    bench.vault.store(deviceIdentification, type, Buffer.from(String(device[field]), 'hex'));
  const keys = {
    E_METER_ENCRYPTION_KEY_UNICAST: await store('E_METER_ENCRYPTION_KEY_UNICAST', 'globalEncryptionUnicastKey'),
    E_METER_AUTHENTICATION_KEY: await store('E_METER_AUTHENTICATION_KEY', 'authenticationKey'),
  };
  return { deviceIdentification, settings: { ...smr51Settings, ...device } as DeviceSettings, keys };
}

beforeAll(async () => {
  fleet = await startFleet({ ...defaultOptions, meters: 2, base: '127.77.1.1', port: 0, controlPort: 0 });
  bench = new GatewayBench();
  const response = await fetch(`http://127.0.0.1:${fleet.controlPort}/devices.json`);
  for (const body of (await response.json()) as DeviceBody[]) devices.push(await register(body));
});

afterAll(async () => {
  await bench.stop();
  await fleet.stop();
});

const iso = (ms: number): string => new Date(ms).toISOString();

function bundle(now: number): readonly SessionAction[] {
  return [
    { index: 0, operation: 'SynchronizeTime', data: { timeZone: 'Europe/Amsterdam' } },
    { index: 1, operation: 'GetActualMeterReads', data: null },
    { index: 2, operation: 'GetPeriodicMeterReads', data: { periodType: 'INTERVAL', beginDate: iso(now - 9 * DAY), endDate: iso(now) } },
    { index: 3, operation: 'GetPeriodicMeterReads', data: { periodType: 'DAILY', beginDate: iso(now - 10 * DAY), endDate: iso(now) } },
    { index: 4, operation: 'GetPeriodicMeterReads', data: { periodType: 'MONTHLY', beginDate: iso(now - 366 * DAY), endDate: iso(now) } },
    {
      index: 5,
      operation: 'FindEvents',
      data: { queries: [{ eventLogCategory: 'STANDARD_EVENT_LOG', from: iso(now - 400 * DAY), until: iso(now) }] },
    },
  ];
}

describe('simulated meters', () => {
  it.each([0, 1])('answer every operation in one bundle, the counter unknown before (meter %i)', async (index) => {
    const device = devices[index];
    if (device === undefined) throw new Error('no such meter');
    const request = { correlationUid: `uid-${index}`, attempt: 1, ...device, actions: bundle(Date.now()) };
    const { answered, facts, failure } = await bench.gateway.run(request);
    expect(failure).toBeUndefined();
    expect(facts).toMatchObject([{ type: 'InvocationCounterRead' }]);
    expect(answered.filter(({ ok }) => !ok)).toEqual([]);
    const responses = answered.map((answer) => (answer.ok ? answer.response : undefined));
    expect(responses[1]).toMatchObject({ activeEnergyImport: { unit: 'KWH', value: expect.stringMatching(/^\d+\.\d{3}$/) } });
    const rows = (slot: number) => (responses[slot] as { readonly periodicMeterReads: readonly unknown[] }).periodicMeterReads;
    expect(rows(2).length).toBeGreaterThanOrEqual(9 * 96 - 1);
    expect(rows(3).length).toBeGreaterThanOrEqual(10);
    expect(rows(4).length).toBeGreaterThanOrEqual(11);
    expect(rows(3)[0]).toMatchObject({ activeEnergyImportTariffOne: { unit: 'KWH' }, activeEnergyExportTariffTwo: { unit: 'KWH' } });
    expect((responses[5] as { readonly events: readonly unknown[] }).events.length).toBeGreaterThan(0);
    const blocks = bench.recording.lines.filter(({ message, fields }) => message === 'block' && fields['correlationUid'] === `uid-${index}`);
    expect(blocks.length).toBeGreaterThan(3);
  });
});
