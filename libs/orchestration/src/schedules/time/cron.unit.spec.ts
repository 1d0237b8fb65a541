import { describe, expect, it } from '@jest/globals';
import { cronFault, nextOccurrence, occurrencesWithin } from './cron.js';
import { wallTimeOf } from './wall-clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string): number => Date.parse(text);
const iso = (instants: readonly number[]): readonly string[] => instants.map((each) => new Date(each).toISOString().replace(':00.000Z', 'Z'));
const within = (cron: string, timezone: string, from: string, to: string) => iso(occurrencesWithin({ cron, timezone }, at(from) - 1, at(to), 10_000));

/** The days on which clocks change, by zone: midnight UTC before. */
const CHANGES = [
  ['Europe/Amsterdam', '2026-03-29T00:00:00Z'],
  ['Europe/Amsterdam', '2026-10-25T00:00:00Z'],
  ['America/New_York', '2026-03-08T00:00:00Z'],
  ['America/New_York', '2026-11-01T00:00:00Z'],
  // Half an hour, and at midnight.
  ['Australia/Lord_Howe', '2026-04-04T00:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T00:00:00Z'],
  ['Africa/Cairo', '2026-04-23T12:00:00Z'],
  ['Africa/Cairo', '2026-10-29T12:00:00Z'],
] as const;

interface TimeOfDay {
  readonly minute: number;
  readonly hour: number;
  /** The first minute of the zone whose wall time has come to it, epoch ms. */
  readonly instant: number;
}

/** The rule in other words, found by looking at the clock every minute: each time of day occurs when the clock has first come to it. */
function timesOfDay(timezone: string, from: number, to: number): readonly TimeOfDay[] {
  const times: TimeOfDay[] = [];
  let next = wallTimeOf(from, timezone);
  for (let instant = from; instant < to; instant += MINUTE) {
    for (const wall = wallTimeOf(instant, timezone); next <= wall; next += MINUTE) {
      const date = new Date(next);
      times.push({ minute: date.getUTCMinutes(), hour: date.getUTCHours(), instant });
    }
  }
  return times;
}

describe.each(CHANGES)('in %s around %s', (timezone, midnight) => {
  const from = at(midnight) - 6 * HOUR;
  const to = from + 30 * HOUR;
  const times = timesOfDay(timezone, from, to);
  const expected = (fits: (minute: number, hour: number) => boolean): readonly string[] =>
    iso([...new Set(times.filter(({ minute, hour }) => fits(minute, hour)).map(({ instant }) => instant))]);
  const seen = (cron: string): readonly string[] => iso(occurrencesWithin({ cron, timezone }, from - 1, to - 1, 10_000));

  it('runs at every time of day, whatever its minute and hour', () => {
    for (let minute = 0; minute < 60; minute++) {
      expect(seen(`${minute} * * * *`)).toEqual(expected((each) => each === minute));
      for (const hour of [0, 1, 2, 3, 23])
        expect(seen(`${minute} ${hour} * * *`)).toEqual(expected((ofMinute, ofHour) => ofMinute === minute && ofHour === hour));
    }
  });

  it.each<[string, (minute: number, hour: number) => boolean]>([
    ['* * * * *', () => true],
    ['*/15 * * * *', (minute) => minute % 15 === 0],
    ['0,30 1-3 * * *', (minute, hour) => minute % 30 === 0 && hour >= 1 && hour <= 3],
    ['5-20/5 * * * *', (minute) => minute >= 5 && minute <= 20 && minute % 5 === 0],
  ])('runs %s as the rule has it', (cron, fits) => {
    expect(seen(cron)).toEqual(expected(fits));
  });

  it('finds the same occurrences from wherever it begins', () => {
    const timing = { cron: '*/20 * * * *', timezone };
    const all = occurrencesWithin(timing, from, to, 10_000);
    for (let after = from; after < to - 2 * HOUR; after += 7 * MINUTE) expect(nextOccurrence(timing, after)).toBe(all.find((each) => each > after));
  });
});

describe('a time that does not exist', () => {
  it('runs at the next valid minute, once for all of the leap', () => {
    expect(within('30 2 * * *', 'Europe/Amsterdam', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toEqual(['2026-03-29T01:00Z']);
    expect(within('*/15 2-3 * * *', 'Europe/Amsterdam', '2026-03-29T00:00:00Z', '2026-03-29T01:20:00Z')).toEqual([
      '2026-03-29T01:00Z',
      '2026-03-29T01:15Z',
    ]);
    expect(within('30 2 * * *', 'America/New_York', '2026-03-08T00:00:00Z', '2026-03-08T12:00:00Z')).toEqual(['2026-03-08T07:00Z']);
  });
});

describe('a time that exists twice', () => {
  it('runs at the first', () => {
    expect(within('30 2 * * *', 'Europe/Amsterdam', '2026-10-25T00:00:00Z', '2026-10-25T12:00:00Z')).toEqual(['2026-10-25T00:30Z']);
    expect(within('30 1 * * *', 'America/New_York', '2026-11-01T00:00:00Z', '2026-11-01T12:00:00Z')).toEqual(['2026-11-01T05:30Z']);
    expect(within('0 * * * *', 'Europe/Amsterdam', '2026-10-24T23:00:00Z', '2026-10-25T02:00:00Z')).toEqual([
      '2026-10-24T23:00Z',
      '2026-10-25T00:00Z',
      '2026-10-25T02:00Z',
    ]);
  });
});

describe('a pattern', () => {
  it.each(['* * * * *', '0 4 * * MON-FRI', '0 0 1 */3 *', '0 0 29 2 *', '0 12 L * *'])('%s is good', (cron) => {
    expect(cronFault(cron)).toBeUndefined();
  });

  it.each([
    ['0 0 31 2 *', 'never occurs'],
    ['0 0 * * * *', 'five fields'],
    ['@daily', 'five fields'],
    ['', 'five fields'],
    ['? * * * *', 'may have'],
    ['61 * * * *', ''],
    ['5/5 * * * *', ''],
    ['a b c d e', ''],
  ])('%j is refused', (cron, why) => {
    expect(cronFault(cron)).toEqual(expect.stringContaining(why));
  });

  it('counts days of the month and of the week as either', () => {
    expect(within('0 0 13 * FRI', 'UTC', '2026-11-01T00:00:00Z', '2026-11-20T00:00:00Z')).toEqual([
      '2026-11-06T00:00Z',
      '2026-11-13T00:00Z',
      '2026-11-20T00:00Z',
    ]);
  });
});
