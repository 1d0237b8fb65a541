import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PROTOCOLS, TestSite } from '../support/test-site.js';

jest.setTimeout(60_000);

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.20.0.1', meters: 2 });
});
afterAll(async () => site?.stop());

const kwh = (value: string) => ({ value, unit: 'KWH' });
const FACTORY_VALUES = {
  activeEnergyImport: kwh('10.001'),
  activeEnergyImportTariffOne: kwh('10.002'),
  activeEnergyImportTariffTwo: kwh('10.003'),
  activeEnergyExport: kwh('20.001'),
  activeEnergyExportTariffOne: kwh('20.002'),
  activeEnergyExportTariffTwo: kwh('20.003'),
};

describe.each(PROTOCOLS)('Actual reads of an %s meter', (protocol) => {
  const register = () => `/meters/${site.meter(protocol)}/objects/3/1.0.1.8.0.255/2`;

  it('are what its clock and its registers hold', async () => {
    await site.stopClock(site.meter(protocol), '2026-07-01T12:00:00Z');
    const command = await site.api.run('GetActualMeterReads', site.meter(protocol));
    expect(command).toMatchObject({ status: 'SUCCEEDED', result: 'OK', fault: null, responseState: 'PRESENT', attempts: [{ number: 1 }] });
    expect(command.attempts).toMatchObject([{ outcome: 'SUCCEEDED' }]);
    expect(command.response).toEqual({ logTime: '2026-07-01T14:00:00+02:00', ...FACTORY_VALUES });
  });

  it('follow a register that changed, and stand in the read model with all versions', async () => {
    const meter = site.meter(protocol);
    await site.fleet.control('PUT', register(), { type: 'double-long-unsigned', value: 12_345_678 });
    const command = await site.api.run('GetActualMeterReads', meter);
    expect(command.response).toMatchObject({ activeEnergyImport: kwh('12345.678'), activeEnergyExport: kwh('20.001') });

    const reads = `/v1/devices/${meter}/meter-reads?kind=ACTUAL&minPosition=${encodeURIComponent(command.position)}`;
    const { body } = await site.api.get<{ items: unknown[] }>(reads);
    const shown = { kind: 'ACTUAL', channel: null, logTime: '2026-07-01T14:00:00+02:00', correlationUid: command.correlationUid };
    expect(body.items).toEqual([expect.objectContaining({ ...shown, ...FACTORY_VALUES, activeEnergyImport: kwh('12345.678') })]);
    const { body: versions } = await site.api.get<{ items: { activeEnergyImport: unknown }[] }>(`${reads}&versions=1`);
    expect(versions.items.map(({ activeEnergyImport }) => activeEnergyImport)).toEqual([kwh('10.001'), kwh('12345.678')]);
  });

  it.each([
    [0, '0.000'],
    [7, '0.007'],
    [4_294_967_295, '4294967.295'],
  ])('show a register of %i Wh as %s kWh', async (value, text) => {
    await site.fleet.control('PUT', register(), { value });
    const { response } = await site.api.run('GetActualMeterReads', site.meter(protocol));
    expect(response).toMatchObject({ activeEnergyImport: kwh(text) });
  });
});
