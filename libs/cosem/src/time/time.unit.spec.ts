import { describe, expect, it } from '@jest/globals';

import { decodeDateTime, encodeDateTime } from '#dlms';

import { fromInstant, isInstant, toInstant } from './cosem-instant.js';
import { formatWithOffset } from './format.js';
import { localMidnight, localMonthStart } from './local-calendar.js';
import { instantsOfLocal, isDaylightSaving, offsetMinutes } from './zone.js';

const amsterdam = 'Europe/Amsterdam';
const at = (text: string): number => Date.parse(text);

describe('zones', () => {
  it.each([
    ['2026-01-15T12:00:00Z', amsterdam, 60],
    ['2026-07-15T12:00:00Z', amsterdam, 120],
    ['2026-03-29T00:59:59Z', amsterdam, 60],
    ['2026-03-29T01:00:00Z', amsterdam, 120],
    ['2026-10-25T00:59:59Z', amsterdam, 120],
    ['2026-10-25T01:00:00Z', amsterdam, 60],
    ['2026-01-15T12:00:00Z', 'Asia/Kolkata', 330],
    ['2026-01-15T12:00:00Z', 'America/St_Johns', -210],
    ['2026-01-15T12:00:00Z', 'Australia/Sydney', 660],
    ['2026-01-15T12:00:00Z', 'UTC', 0],
  ])('%s in %s is %s minutes ahead', (instant, zone, minutes) => {
    expect(offsetMinutes(at(instant), zone)).toBe(minutes);
  });

  it('knows daylight saving in both hemispheres', () => {
    expect(isDaylightSaving(at('2026-07-01T00:00:00Z'), amsterdam)).toBe(true);
    expect(isDaylightSaving(at('2026-12-01T00:00:00Z'), amsterdam)).toBe(false);
    expect(isDaylightSaving(at('2026-01-01T00:00:00Z'), 'Australia/Sydney')).toBe(true);
  });

  it('gives both instants of the repeated hour, earliest first', () => {
    expect(instantsOfLocal(at('2026-10-25T02:30:00Z'), amsterdam)).toEqual([at('2026-10-25T00:30:00Z'), at('2026-10-25T01:30:00Z')]);
  });

  it('moves a skipped local time behind the gap', () => {
    expect(instantsOfLocal(at('2026-03-29T02:30:00Z'), amsterdam)).toEqual([at('2026-03-29T01:30:00Z')]);
  });

  it('refuses a name that is no zone', () => {
    expect(() => offsetMinutes(0, 'Europe/Nowhere')).toThrow(RangeError);
  });
});

describe('toInstant', () => {
  const local = { year: 2026, month: 10, day: 25, hour: 2, minute: 30, second: 0, hundredths: 0 };

  it('trusts the deviation of the meter over the zone', () => {
    expect(toInstant({ ...local, deviation: -120, status: 0x80 }, 'UTC')).toBe(at('2026-10-25T00:30:00Z'));
    expect(toInstant({ ...local, deviation: -60, status: 0 }, 'UTC')).toBe(at('2026-10-25T01:30:00Z'));
  });

  it('resolves the repeated hour by the DST bit', () => {
    expect(toInstant({ ...local, status: 0x80 }, amsterdam)).toBe(at('2026-10-25T00:30:00Z'));
    expect(toInstant({ ...local, status: 0 }, amsterdam)).toBe(at('2026-10-25T01:30:00Z'));
  });

  it('resolves it by the row before when the status is not specified', () => {
    expect(toInstant(local, amsterdam)).toBe(at('2026-10-25T00:30:00Z'));
    expect(toInstant(local, amsterdam, at('2026-10-25T00:15:00Z'))).toBe(at('2026-10-25T00:30:00Z'));
    expect(toInstant(local, amsterdam, at('2026-10-25T00:45:00Z'))).toBe(at('2026-10-25T01:30:00Z'));
  });

  it('refuses what is no instant', () => {
    for (const part of ['year', 'month', 'day', 'hour', 'minute'] as const) {
      const time = { ...local, [part]: undefined };
      expect(isInstant(time)).toBe(false);
      expect(() => toInstant(time, amsterdam)).toThrow(RangeError);
    }
    expect(isInstant({ ...local, day: 0xfe })).toBe(false);
    expect(isInstant({ ...local, second: undefined, hundredths: undefined })).toBe(true);
  });

  it('reads the published examples', () => {
    expect(toInstant(decodeDateTime(Buffer.from('07E40101FF00030000FF8800', 'hex')), 'UTC')).toBe(at('2020-01-01T00:03:00+02:00'));
    expect(toInstant(decodeDateTime(Buffer.from('07E40106FF00030000FFC400', 'hex')), 'UTC')).toBe(at('2020-01-06T00:03:00+01:00'));
  });
});

describe('fromInstant', () => {
  it('writes summer time with its bit', () => {
    expect(encodeDateTime(fromInstant(at('2026-07-05T10:15:30.250Z'), amsterdam)).toString('hex')).toBe('07ea0705070c0f1e19ff8880');
  });

  it.each([amsterdam, 'America/New_York', 'Asia/Kolkata', 'UTC'])('comes back from every quarter of both change days in %s', (zone) => {
    for (const day of ['2026-03-29', '2026-10-25', '2026-11-01']) {
      for (let quarter = -8; quarter < 104; quarter++) {
        const ms = at(`${day}T00:00:00Z`) + quarter * 900_000;
        const time = fromInstant(ms, zone);
        expect(toInstant(time, zone)).toBe(ms);
        expect(toInstant({ ...time, deviation: undefined }, zone)).toBe(ms);
      }
    }
  });
});

describe('formatWithOffset', () => {
  it('writes the offset of the zone or the one given', () => {
    expect(formatWithOffset(at('2026-11-23T08:00:00Z'), amsterdam)).toBe('2026-11-23T09:00:00+01:00');
    expect(formatWithOffset(at('2026-07-23T08:00:00.120Z'), amsterdam)).toBe('2026-07-23T10:00:00.120+02:00');
    expect(formatWithOffset(at('2026-07-23T08:00:00Z'), -210)).toBe('2026-07-23T04:30:00-03:30');
    expect(formatWithOffset(at('2026-07-23T08:00:00Z'), 'UTC')).toBe('2026-07-23T08:00:00+00:00');
  });
});

describe('local calendar', () => {
  it('steps whole local days over a change of time', () => {
    const noon = at('2026-03-30T10:00:00Z');
    expect(localMidnight(noon, amsterdam)).toBe(at('2026-03-29T22:00:00Z'));
    expect(localMidnight(noon, amsterdam, -1)).toBe(at('2026-03-28T23:00:00Z'));
  });

  it('steps whole local months', () => {
    const noon = at('2026-01-10T10:00:00Z');
    expect(localMonthStart(noon, amsterdam)).toBe(at('2025-12-31T23:00:00Z'));
    expect(localMonthStart(noon, amsterdam, -4)).toBe(at('2025-08-31T22:00:00Z'));
  });
});
