import { describe, expect, it } from '@jest/globals';
import type { DeviceSettings } from '#contract';
import { d } from '#dlms';
import { contextOf, profileOf, smr51Settings, stamp } from '../testing/fixtures.js';
import { ScriptedAccess, type Script } from '../testing/scripted-access.js';
import { getActualMeterReads } from './get-actual-meter-reads.js';

const registers: Script = {
  '8/0.0.1.0.0.255/2': stamp('2026-11-23T08:00:00Z'),
  '3/1.0.1.8.0.255/2': d.u32(10001),
  '3/1.0.1.8.1.255/2': d.u32(10002),
  '3/1.0.1.8.2.255/2': d.u32(10003),
  '3/1.0.2.8.0.255/2': d.u32(20001),
  '3/1.0.2.8.1.255/2': d.u32(20000),
  '3/1.0.2.8.2.255/2': d.u64(9_007_199_254_740_993n),
};

function read(script: Script, settings: DeviceSettings = smr51Settings) {
  const access = new ScriptedAccess(script);
  return { access, outcome: getActualMeterReads(null, contextOf(settings))(access) };
}

describe('GetActualMeterReads', () => {
  it('gives the clock with its offset and exact values in kWh', async () => {
    expect((await read(registers).outcome).response).toEqual({
      logTime: '2026-11-23T09:00:00+01:00',
      activeEnergyImport: { value: '10.001', unit: 'KWH' },
      activeEnergyImportTariffOne: { value: '10.002', unit: 'KWH' },
      activeEnergyImportTariffTwo: { value: '10.003', unit: 'KWH' },
      activeEnergyExport: { value: '20.001', unit: 'KWH' },
      activeEnergyExportTariffOne: { value: '20.000', unit: 'KWH' },
      activeEnergyExportTariffTwo: { value: '9007199254740.993', unit: 'KWH' },
    });
  });

  it.each([
    ['a deviation that no zone has', '07ea0b1701080000007530 00'],
    ['a year of five digits', '27110b1701080000ff800000'],
  ])('takes no time from a clock with %s: nobody could read it again', async (_, octets) => {
    const clock = d.octets(Buffer.from(octets.replace(' ', ''), 'hex'));
    await expect(read({ ...registers, '8/0.0.1.0.0.255/2': clock }).outcome).rejects.toMatchObject({ code: 412 });
  });

  it('records the reading at the time of the meter', async () => {
    const { facts } = await read(registers).outcome;
    expect(facts).toMatchObject([
      {
        type: 'MeterReadsCollected',
        occurredAt: Date.parse('2026-11-23T08:00:00Z'),
        data: { kind: 'ACTUAL', channel: null, unit: 'KWH', reads: [{ logTime: '2026-11-23T09:00:00+01:00', activeEnergyImport: '10.001' }] },
      },
    ]);
  });

  it.each([
    { withListMax: 32, requests: [7] },
    { withListMax: 3, requests: [3, 3, 1] },
    { withListMax: 1, requests: [1, 1, 1, 1, 1, 1, 1] },
    { withListMax: 0, requests: [1, 1, 1, 1, 1, 1, 1] },
  ])('reads in portions of $withListMax', async ({ withListMax, requests }) => {
    const { access, outcome } = read(registers, { ...smr51Settings, withListMax });
    await outcome;
    expect(access.reads.map((names) => names.length)).toEqual(requests);
  });

  it('reads the scaler of a register whose profile does not fix it', async () => {
    const profile = profileOf(smr51Settings);
    const dynamic = [...profile.objects].map(([tag, object]) => {
      const { scalerUnit: _, ...rest } = object;
      return [tag, tag === 'ACTIVE_ENERGY_EXPORT' ? rest : object] as const;
    });
    const context = { ...contextOf(smr51Settings), profile: { ...profile, objects: new Map(dynamic) } };
    const access = new ScriptedAccess({ ...registers, '3/1.0.2.8.0.255/3': d.structure(d.i8(1), d.enumeration(30)) });
    const { response } = await getActualMeterReads(null, context)(access);
    expect(response).toMatchObject({ activeEnergyExport: { value: '200.01', unit: 'KWH' }, activeEnergyImport: { value: '10.001', unit: 'KWH' } });
  });

  it.each([
    ['an unknown register', { '3/1.0.1.8.2.255/2': 4 }, { parameters: { dataAccessResult: '4' } }],
    ['a value that is no number', { '3/1.0.1.8.2.255/2': d.text('?') }, { parameters: {} }],
    ['a clock without a time', { '8/0.0.1.0.0.255/2': d.octets('FFFFFFFFFFFFFFFFFF8000FF') }, { parameters: {} }],
    ['a clock that is no time', { '8/0.0.1.0.0.255/2': d.octets('0102') }, { parameters: {} }],
  ])('fails with 412 for %s', async (_, change, expected) => {
    await expect(read({ ...registers, ...change }).outcome).rejects.toMatchObject({ code: 412, ...expected });
  });
});
