import { describe, expect, it } from '@jest/globals';

import { findProfile, type CosemObject } from '#cosem';

import { historyOf, type Row } from './history.js';
import { factoryZone } from './time/meter-zone.js';

const zone = factoryZone('Europe/Amsterdam');
const at = (text: string): number => Date.parse(text);

function object(tag: string, name = 'SMR', version = '5.1'): CosemObject {
  const found = findProfile(name, version)?.objects.get(tag);
  if (found === undefined) throw new Error(tag);
  return found;
}

function values(row: Row | undefined, of: CosemObject): (number | string)[] {
  return (row?.cells(of.profile?.captureObjects ?? []) ?? []).map((cell) =>
    'value' in cell && typeof cell.value === 'number' ? cell.value : cell.type,
  );
}

function steps(rows: readonly Row[]): Set<number> {
  return new Set(rows.slice(1).map((row, index) => row.at - (rows[index]?.at ?? 0)));
}

describe('interval history', () => {
  const interval = object('INTERVAL_VALUES_E');

  it.each(['2026-03-29T12:00:00Z', '2026-10-25T12:00:00Z', '2026-11-24T12:07:31Z'])('has 960 quarters without gap or double up to %s', (now) => {
    const rows = historyOf(interval, at(now), zone, 0);
    expect(rows).toHaveLength(960);
    expect(steps(rows)).toEqual(new Set([900_000]));
    expect(at(now) - (rows.at(-1)?.at ?? 0)).toBeLessThan(900_000);
  });

  it('says which rows lie in summer time', () => {
    const rows = historyOf(interval, at('2026-10-25T01:15:00Z'), zone, 0);
    expect(rows.slice(-3).map((row) => values(row, interval)[1])).toEqual([8, 0, 0]);
  });

  it('is the same whenever it is read', () => {
    const earlier = historyOf(interval, at('2026-11-24T12:00:00Z'), zone, 17);
    const later = historyOf(interval, at('2026-11-24T13:00:00Z'), zone, 17);
    expect(later.slice(0, 956).map((row) => values(row, interval))).toEqual(earlier.slice(4).map((row) => values(row, interval)));
  });

  it('begins with what the meter began with', () => {
    const [row] = historyOf(interval, at('2015-08-01T00:00:00Z'), zone, 500);
    expect(values(row, interval).slice(2)).toEqual([500, 500]);
  });
});

describe('calendar histories', () => {
  it('have days of 23 and of 25 hours', () => {
    const hours = (now: string): Set<number> =>
      new Set([...steps(historyOf(object('DAILY_VALUES_E'), at(now), zone, 0))].map((ms) => ms / 3_600_000));
    expect(hours('2026-03-30T12:00:00Z')).toEqual(new Set([24, 23]));
    expect(hours('2026-10-26T12:00:00Z')).toEqual(new Set([24, 25]));
  });

  it('have one row per month', () => {
    const rows = historyOf(object('MONTHLY_VALUES_E'), at('2026-01-31T22:59:59Z'), zone, 0);
    expect(rows.map((row) => new Date(row.at + 7_200_000).toISOString().slice(0, 10)).slice(-3)).toEqual(['2025-11-01', '2025-12-01', '2026-01-01']);
    expect(rows).toHaveLength(13);
  });

  it('grow by the number of their column', () => {
    const daily = object('DAILY_VALUES_E', 'DSMR', '4.2.2');
    const [one, two] = historyOf(daily, at('2026-11-24T12:00:00Z'), zone, 0).slice(-2);
    const [before, after] = [values(one, daily), values(two, daily)];
    const growth = after.map((value, index) => (typeof value === 'number' && index > 1 ? value - Number(before[index]) : value));
    expect(growth.slice(2)).toEqual([1, 2, 3, 4, 5, 'octet-string', 6, 'octet-string', 7, 'octet-string', 8, 'octet-string']);
  });
});

describe('event logs', () => {
  it.each([
    ['STANDARD_EVENT_LOG', 100, [1, 20]],
    ['FRAUD_DETECTION_LOG', 30, [40, 47]],
    ['COMMUNICATION_SESSION_LOG', 2190, [71, 76]],
    ['M_BUS_EVENT_LOG', 30, [100, 137]],
  ])('%s has %s rows with codes in %j', (tag, size, [low, high]) => {
    const log = object(tag);
    const rows = historyOf(log, at('2026-11-24T12:00:00Z'), zone, 0);
    const codes = rows.map((row) => Number(values(row, log)[1]));
    expect(rows).toHaveLength(size);
    expect(Math.min(...codes)).toBeGreaterThanOrEqual(low ?? 0);
    expect(Math.max(...codes)).toBeLessThanOrEqual(high ?? 0);
  });

  it('begins with the event that the log was cleared', () => {
    const log = object('STANDARD_EVENT_LOG');
    expect(values(historyOf(log, at('2015-08-01T03:00:00Z'), zone, 0)[0], log)[1]).toBe(255);
  });

  it('has four outages of different length', () => {
    const log = object('POWER_OUTAGE_LOG');
    const rows = historyOf(log, at('2026-11-24T12:00:00Z'), zone, 0);
    expect(new Set(rows.map((row) => values(row, log)[1]))).toEqual(new Set([180, 360, 540, 720]));
  });
});
