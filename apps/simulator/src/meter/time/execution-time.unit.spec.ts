import { describe, expect, it } from '@jest/globals';

import { nextExecution } from './execution-time.js';
import { factoryZone } from './meter-zone.js';

const zone = factoryZone('Europe/Amsterdam');
/** A Tuesday. */
const now = Date.parse('2026-11-24T13:07:00+01:00');
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('execution times', () => {
  it.each([
    ['a full date', '0d080000', '07ea0b1802', '2026-11-24T13:08:00+01:00'],
    ['every day, later today', '17000000', 'ffffffffff', '2026-11-24T23:00:00+01:00'],
    ['every day, tomorrow', '01000000', 'ffffffffff', '2026-11-25T01:00:00+01:00'],
    ['every Monday', '01000000', 'ffffffff01', '2026-11-30T01:00:00+01:00'],
    ['every month on the 3rd', '01000000', 'ffffff03ff', '2026-12-03T01:00:00+01:00'],
    ['every month on its last day', '0100ffff', 'fffffffeff', '2026-11-30T01:00:00+01:00'],
    ['every month on its second last day', '01000000', 'fffffffdff', '2026-11-29T01:00:00+01:00'],
    ['every year in summer', '01000000', 'ffff0701ff', '2027-07-01T01:00:00+02:00'],
    ['the next leap day', '01000000', 'ffff021dff', '2028-02-29T01:00:00+01:00'],
  ])('%s', (_, time, date, expected) => {
    expect(nextExecution(hex(time), hex(date), zone, now)).toBe(Date.parse(expected));
  });

  it.each([
    ['that has passed', '0d070000', '07ea0b1802'],
    ['of a year that has passed', '0d070000', '07e9ffffff'],
    ['without an hour', 'ff000000', 'ffffffffff'],
  ])('one %s never comes', (_, time, date) => {
    expect(nextExecution(hex(time), hex(date), zone, now)).toBeUndefined();
  });
});
