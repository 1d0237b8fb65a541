import { describe, expect, it } from '@jest/globals';
import type { DeviceSettings, PeriodType } from '#contract';
import { d, decodeDateTime, type Data } from '#dlms';
import { contextOf, dsmr422Settings, smr51Settings, stamp } from '../testing/fixtures.js';
import { ScriptedAccess } from '../testing/scripted-access.js';
import { getPeriodicMeterReads } from './get-periodic-meter-reads.js';

const INTERVAL = '7/1.0.99.1.0.255/2';
const DAILY = '7/1.0.99.2.0.255/2';
const MONTHLY_DSMR = '7/0.0.98.1.0.255/2';

const interval = (clock: Data, status: number, ...values: number[]): Data => d.structure(clock, d.u8(status), ...values.map((value) => d.u32(value)));

interface Query {
  readonly periodType?: PeriodType;
  readonly beginDate?: string;
  readonly endDate?: string;
  readonly settings?: DeviceSettings;
}

function read(name: string, rows: readonly Data[], query: Query = {}) {
  const { periodType = 'INTERVAL', beginDate = '2026-11-01T00:00:00Z', endDate = '2026-12-01T00:00:00Z', settings = smr51Settings } = query;
  const access = new ScriptedAccess({ [name]: d.array(...rows) });
  return { access, outcome: getPeriodicMeterReads({ periodType, beginDate, endDate }, contextOf(settings))(access) };
}

describe('GetPeriodicMeterReads', () => {
  it('gives rows with values in kWh and the names of the status bits', async () => {
    const { outcome } = read(INTERVAL, [interval(stamp('2026-11-23T08:00:00Z'), 0b1000_0010, 10001, 20001)]);
    expect((await outcome).response).toEqual({
      periodType: 'INTERVAL',
      periodicMeterReads: [
        {
          logTime: '2026-11-23T09:00:00+01:00',
          activeEnergyImport: { value: '10.001', unit: 'KWH' },
          activeEnergyExport: { value: '20.001', unit: 'KWH' },
          amrProfileStatusCode: ['CLOCK_INVALID', 'POWER_DOWN'],
        },
      ],
    });
  });

  it('asks for the period in the zone of the device, all columns', async () => {
    const { access, outcome } = read(INTERVAL, [], { beginDate: '2026-11-22T23:00:00Z', endDate: '2026-11-23T12:00:00+01:00' });
    await outcome;
    const selection = access.readRefs[0]?.access;
    if (selection?.kind !== 'range' || selection.from.type !== 'octet-string' || selection.to.type !== 'octet-string') throw new Error('no range');
    expect(selection.columns).toEqual([]);
    expect(decodeDateTime(selection.from.value)).toMatchObject({ day: 23, hour: 0, deviation: -60 });
    expect(decodeDateTime(selection.to.value)).toMatchObject({ day: 23, hour: 12, deviation: -60 });
  });

  it('drops rows outside the period, keeps both ends', async () => {
    const times = ['2026-11-23T07:45:00Z', '2026-11-23T08:00:00Z', '2026-11-23T08:15:00Z', '2026-11-23T08:30:00Z'];
    const rows = times.map((time, index) => interval(stamp(time), 0, index, index));
    const { outcome } = read(INTERVAL, rows, { beginDate: '2026-11-23T08:00:00Z', endDate: '2026-11-23T08:15:00Z' });
    expect((await outcome).response).toMatchObject({
      periodicMeterReads: [{ logTime: '2026-11-23T09:00:00+01:00' }, { logTime: '2026-11-23T09:15:00+01:00' }],
    });
  });

  it('gives a row without a time the next period, and skips those before the first time', async () => {
    const rows = [interval(d.nul, 0, 0, 0), interval(stamp('2026-11-23T08:00:00Z'), 0, 1, 2), interval(d.nul, 0, 2, 4), interval(d.nul, 0, 3, 6)];
    expect((await read(INTERVAL, rows).outcome).response).toMatchObject({
      periodicMeterReads: [
        { logTime: '2026-11-23T09:00:00+01:00', activeEnergyImport: { value: '0.001' } },
        { logTime: '2026-11-23T09:15:00+01:00', activeEnergyImport: { value: '0.002' } },
        { logTime: '2026-11-23T09:30:00+01:00', activeEnergyImport: { value: '0.003' } },
      ],
    });
  });

  it('counts days in the zone of the meter, over the change to winter time', async () => {
    const row = (clock: Data): Data => interval(clock, 8, 1, 2, 3, 4);
    const { outcome } = read(DAILY, [row(stamp('2026-10-24T22:00:00Z')), row(d.nul), row(d.nul)], {
      periodType: 'DAILY',
      beginDate: '2026-10-01T00:00:00Z',
    });
    expect((await outcome).response).toMatchObject({
      periodicMeterReads: [
        { logTime: '2026-10-25T00:00:00+02:00', activeEnergyExportTariffTwo: { value: '0.004' }, amrProfileStatusCode: ['DAYLIGHT_SAVING'] },
        { logTime: '2026-10-26T00:00:00+01:00' },
        { logTime: '2026-10-27T00:00:00+01:00' },
      ],
    });
  });

  it('leaves out a value that the meter does not have', async () => {
    const row = d.structure(stamp('2026-11-23T08:00:00Z'), d.u8(0), d.nul, d.u32(7));
    const { response } = await read(INTERVAL, [row]).outcome;
    expect(response).toMatchObject({ periodicMeterReads: [{ activeEnergyExport: { value: '0.007' } }] });
    expect(JSON.stringify(response)).not.toContain('activeEnergyImport');
  });

  describe('of a combined profile (DSMR 4.2.2)', () => {
    const own = [stamp('2026-11-01T00:00:00Z'), d.u32(1), d.u32(2), d.u32(3), d.u32(4)];
    const gas = [1, 2, 3, 4].flatMap((channel) => [d.u32(channel), stamp('2026-11-01T00:00:00Z')]);
    const query = { periodType: 'MONTHLY', beginDate: '2026-11-01T00:00:00Z' } as const;

    it('asks for the electricity columns only where the meter can select', async () => {
      const { access, outcome } = read(MONTHLY_DSMR, [d.structure(...own)], { ...query, settings: dsmr422Settings });
      expect((await outcome).response).toMatchObject({ periodicMeterReads: [{ activeEnergyImportTariffOne: { value: '0.001' } }] });
      const selection = access.readRefs[0]?.access;
      expect(selection?.kind === 'range' && selection.columns.map(({ classId }) => classId)).toEqual([8, 3, 3, 3, 3]);
    });

    it('finds the electricity columns in full rows, without a status', async () => {
      const settings = { ...dsmr422Settings, selectiveAccessSupported: false };
      const { access, outcome } = read(MONTHLY_DSMR, [d.structure(...own, ...gas)], { ...query, settings });
      const { response } = await outcome;
      expect(response).toMatchObject({ periodicMeterReads: [{ activeEnergyExportTariffTwo: { value: '0.004', unit: 'KWH' } }] });
      expect(JSON.stringify(response)).not.toContain('amrProfileStatusCode');
      expect(access.readRefs[0]?.access).toMatchObject({ columns: [] });
    });

    it('takes full rows, too, from a meter that does not heed the selection', async () => {
      const { outcome } = read(MONTHLY_DSMR, [d.structure(...own, ...gas)], { ...query, settings: dsmr422Settings });
      expect((await outcome).response).toMatchObject({ periodicMeterReads: [{ activeEnergyImportTariffTwo: { value: '0.002' } }] });
    });
  });

  describe('facts', () => {
    it('are one event at the last log time', async () => {
      const rows = [interval(stamp('2026-11-23T08:00:00Z'), 1, 1, 2), interval(stamp('2026-11-23T08:15:00Z'), 0, 2, 4)];
      expect((await read(INTERVAL, rows).outcome).facts).toEqual([
        {
          type: 'MeterReadsCollected',
          occurredAt: Date.parse('2026-11-23T08:15:00Z'),
          data: {
            kind: 'INTERVAL',
            channel: null,
            unit: 'KWH',
            reads: [
              {
                logTime: '2026-11-23T09:00:00+01:00',
                activeEnergyImport: '0.001',
                activeEnergyExport: '0.002',
                amrProfileStatusCode: ['CRITICAL_ERROR'],
              },
              { logTime: '2026-11-23T09:15:00+01:00', activeEnergyImport: '0.002', activeEnergyExport: '0.004', amrProfileStatusCode: [] },
            ],
          },
        },
      ]);
    });

    it('are numbered parts when they are large, each below the limit of an event', async () => {
      const first = Date.parse('2026-11-01T00:00:00Z');
      const rows = Array.from({ length: 2880 }, (_, index) => interval(stamp(new Date(first + index * 900_000).toISOString()), 0xff, index, index));
      const { facts } = await read(INTERVAL, rows).outcome;
      expect(facts.length).toBeGreaterThan(1);
      expect(facts.map(({ data }) => data)).toMatchObject(facts.map((_, index) => ({ part: index + 1, parts: facts.length })));
      expect(Math.max(...facts.map((fact) => JSON.stringify(fact).length))).toBeLessThan(210 * 1024);
      const counts = facts.map((fact) => (fact.type === 'MeterReadsCollected' ? fact.data.reads.length : 0));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2880);
    });

    it('of a period without rows say so, now', async () => {
      const { facts } = await read(INTERVAL, []).outcome;
      expect(facts).toMatchObject([{ occurredAt: Date.parse('2026-11-23T08:00:00Z'), data: { kind: 'INTERVAL', reads: [] } }]);
    });
  });

  it.each([
    ['a refusal of the meter', 250, { dataAccessResult: '250' }],
    ['a buffer that is no array', d.u8(1), {}],
    ['a row with other columns', d.array(d.structure(stamp('2026-11-23T08:00:00Z'))), {}],
    ['a row that is no structure', d.array(d.u8(1)), {}],
    ['a value that is no number', d.array(d.structure(stamp('2026-11-23T08:00:00Z'), d.u8(0), d.text('1'), d.u32(1))), {}],
  ])('fails with 412 for %s', async (_, answer, parameters) => {
    const access = new ScriptedAccess({ [INTERVAL]: answer });
    const data = { periodType: 'INTERVAL', beginDate: '2026-11-01T00:00:00Z', endDate: '2026-12-01T00:00:00Z' } as const;
    await expect(getPeriodicMeterReads(data, contextOf(smr51Settings))(access)).rejects.toMatchObject({ code: 412, parameters });
  });

  it('refuses an end before the beginning', () => {
    const data = { periodType: 'DAILY', beginDate: '2026-11-02T00:00:00Z', endDate: '2026-11-01T00:00:00Z' } as const;
    expect(() => getPeriodicMeterReads(data, contextOf(smr51Settings))).toThrow(expect.objectContaining({ code: 401 }));
  });
});
