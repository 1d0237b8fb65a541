import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PROTOCOLS, TestSite, type Protocol } from '../support/test-site.js';

jest.setTimeout(60_000);

/** Two days after the clocks of Europe went forward: 2026-03-29, 01:00 UTC. */
const NOW = '2026-03-31T10:07:00Z';
const SUMMER = Date.UTC(2026, 2, 29, 1);
const HOUR = 3_600_000;
const QUARTER = HOUR / 4;

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.21.0.1', meters: 2, env: { METERLOG_LOG: 'debug' } });
  for (const protocol of PROTOCOLS) await site.stopClock(site.meter(protocol), NOW);
});
afterAll(async () => site?.stop());

interface Read {
  readonly logTime: string;
  readonly amrProfileStatusCode?: readonly string[];
  readonly [quantity: string]: unknown;
}
type Kind = 'INTERVAL' | 'DAILY' | 'MONTHLY';

async function ask(protocol: Protocol, periodType: Kind, beginDate: string, endDate: string) {
  const command = await site.api.run('GetPeriodicMeterReads', site.meter(protocol), { periodType, beginDate, endDate });
  expect(command).toMatchObject({ status: 'SUCCEEDED', result: 'OK', response: { periodType } });
  return { ...command, reads: (command.response as { periodicMeterReads: readonly Read[] }).periodicMeterReads };
}

/** As a meter in the Netherlands writes an instant of that spring. */
function local(at: number): string {
  const offset = at < SUMMER ? 1 : 2;
  return `${new Date(at + offset * HOUR).toISOString().slice(0, 19)}+0${offset}:00`;
}

const wattHours = (read: Read | undefined, quantity: string): number => {
  const { value, unit } = (read?.[quantity] ?? {}) as { value: string; unit: string };
  expect(unit).toBe('KWH');
  expect(value).toMatch(/^\d+\.\d{3}$/);
  return Math.round(Number(value) * 1000);
};

/** Each row is that much more than the row before. */
function expectGrowth(reads: readonly Read[], steps: Readonly<Record<string, number>>): void {
  for (const [quantity, step] of Object.entries(steps)) {
    const first = wattHours(reads[0], quantity);
    expect(reads.map((read) => wattHours(read, quantity))).toEqual(reads.map((_, index) => first + index * step));
  }
}

/** Clock, status, import and export of every row of the meter's own buffer. */
async function bufferOf(protocol: Protocol): Promise<readonly (readonly unknown[])[]> {
  type Cell = { readonly value: unknown };
  const path = `/meters/${site.meter(protocol)}/objects/7/1.0.99.1.0.255/2`;
  const { data } = await site.fleet.control<{ data: { value: readonly { value: readonly Cell[] }[] } }>('GET', path);
  return data.value.map((row) => row.value.map(({ value }) => value));
}

function blocksOf(correlationUid: string): readonly number[] {
  const written = site.platform.program.output.filter((line) => line.startsWith('{'));
  const lines = written.map((line) => JSON.parse(line) as { correlationUid?: string; block?: number });
  return lines.flatMap((line) => (line.correlationUid === correlationUid && line.block !== undefined ? [line.block] : []));
}

describe.each(PROTOCOLS)('Interval reads of an %s meter over ten days', (protocol) => {
  const tenDays = () => ask(protocol, 'INTERVAL', '2026-03-21T10:07:00Z', NOW);

  it('are all rows in range and no others, across the change of time, as the meter holds them', async () => {
    const { reads } = await tenDays();
    const expected = Array.from({ length: 960 }, (_, index) => Date.UTC(2026, 2, 21, 10, 15) + index * QUARTER);
    expect(reads.map(({ logTime }) => logTime)).toEqual(expected.map(local));
    expectGrowth(reads, { activeEnergyImport: 1, activeEnergyExport: 2 });
    const held = (await bufferOf(protocol)).map(([, , imported, exported]) => [imported, exported]);
    expect(reads.map((read) => [wattHours(read, 'activeEnergyImport'), wattHours(read, 'activeEnergyExport')])).toEqual(held);
    expect(reads.map(({ amrProfileStatusCode }) => amrProfileStatusCode)).toEqual(expected.map((at) => (at < SUMMER ? [] : ['DAYLIGHT_SAVING'])));
  });

  it('come in several blocks, numbered one after the other', async () => {
    const blocks = blocksOf((await tenDays()).correlationUid);
    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks).toEqual(blocks.map((_, index) => index + 1));
  });

  it('stand in the read model once, however often they were asked for', async () => {
    const { position, reads } = await tenDays();
    const path = `/v1/devices/${site.meter(protocol)}/meter-reads?kind=INTERVAL&limit=500&minPosition=${encodeURIComponent(position)}`;
    const stored = await site.api.all<Read>(path);
    expect(stored.map(({ logTime }) => logTime)).toEqual(reads.map(({ logTime }) => logTime));
    expect(stored.at(-1)).toMatchObject({ ...reads.at(-1), kind: 'INTERVAL', channel: null });
    expect(await site.api.all(`${path}&versions=1`)).toHaveLength(3 * reads.length);
  });

  it.each([
    ['both ends on a row', '2026-03-25T00:00:00Z', '2026-03-25T01:00:00Z', 5],
    ['both ends beside a row', '2026-03-25T00:00:01Z', '2026-03-25T00:59:59Z', 3],
    ['one instant', '2026-03-25T00:15:00Z', '2026-03-25T00:15:00Z', 1],
    ['the hour that does not exist', '2026-03-29T00:45:00Z', '2026-03-29T01:15:00Z', 3],
    ['nothing', '2026-03-25T00:01:00Z', '2026-03-25T00:14:00Z', 0],
    ['a time before the buffer', '2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z', 0],
  ])('hold %s', async (_what, from, to, rows) => {
    const { reads } = await ask(protocol, 'INTERVAL', from, to);
    expect(reads).toHaveLength(rows);
    for (const { logTime } of reads) {
      expect(Date.parse(logTime)).toBeGreaterThanOrEqual(Date.parse(from));
      expect(Date.parse(logTime)).toBeLessThanOrEqual(Date.parse(to));
    }
  });
});

const TARIFFS = {
  activeEnergyImportTariffOne: 1,
  activeEnergyImportTariffTwo: 2,
  activeEnergyExportTariffOne: 3,
  activeEnergyExportTariffTwo: 4,
};

describe.each(PROTOCOLS)('Reads by the calendar of an %s meter', (protocol) => {
  it('DAILY are one at each local midnight, the 23-hour day included', async () => {
    const { reads, position } = await ask(protocol, 'DAILY', '2026-03-01T00:00:00+01:00', '2026-03-31T00:00:00+02:00');
    const days = Array.from({ length: 31 }, (_, index) => `2026-03-${String(index + 1).padStart(2, '0')}`);
    expect(reads.map(({ logTime }) => logTime)).toEqual(days.map((day) => `${day}T00:00:00+0${day > '2026-03-29' ? 2 : 1}:00`));
    expectGrowth(reads, TARIFFS);
    const path = `/v1/devices/${site.meter(protocol)}/meter-reads?kind=DAILY&minPosition=${encodeURIComponent(position)}`;
    expect(await site.api.all(path)).toHaveLength(31);
  });

  it('MONTHLY are one at the beginning of each local month, both ends included', async () => {
    const { reads, position } = await ask(protocol, 'MONTHLY', '2025-03-01T00:00:00+01:00', '2026-03-01T00:00:00+01:00');
    expect(reads.map(({ logTime }) => logTime.slice(0, 19))).toEqual([
      ...Array.from({ length: 10 }, (_, index) => `2025-${String(index + 3).padStart(2, '0')}-01T00:00:00`),
      '2026-01-01T00:00:00',
      '2026-02-01T00:00:00',
      '2026-03-01T00:00:00',
    ]);
    expectGrowth(reads, TARIFFS);
    const path = `/v1/devices/${site.meter(protocol)}/meter-reads?kind=MONTHLY&minPosition=${encodeURIComponent(position)}`;
    expect(await site.api.all(path)).toHaveLength(13);
  });
});
