import { describe, expect, it } from '@jest/globals';
import { relativeInstant, resolveRelative } from './relative-time.js';
import { ScheduleFaultError } from './schedule-fault.js';

const ZONE = 'Europe/Amsterdam';
/** 04:00 of a Wednesday in the Netherlands. */
const AT = Date.parse('2026-11-25T03:00:00Z');
const told = (text: string, at = AT): string | undefined => {
  const instant = relativeInstant(text, at, ZONE);
  return instant === undefined ? undefined : new Date(instant).toISOString().replace(':00.000Z', 'Z');
};

describe('a relative time', () => {
  it.each([
    ['@00:00', '2026-11-24T23:00Z'],
    ['-1d@00:00', '2026-11-23T23:00Z'],
    ['-1d', '2026-11-24T03:00Z'],
    ['+2h', '2026-11-25T05:00Z'],
    ['-90m', '2026-11-25T01:30Z'],
    ['-2h@12:30', '2026-11-25T11:30Z'],
    ['-1w@00:00', '2026-11-17T23:00Z'],
    ['-1M@1T00:00', '2026-09-30T22:00Z'],
    ['@1T00:00', '2026-10-31T23:00Z'],
    ['-1M', '2026-10-25T03:00Z'],
    ['+0d', '2026-11-25T03:00Z'],
  ])('%s is %s', (text, expected) => {
    expect(told(text)).toBe(expected);
  });

  it('counts days of the calendar, not of 24 hours', () => {
    const dayAfterTheChange = Date.parse('2026-03-30T02:00:00Z');
    expect(told('-1d@00:00', dayAfterTheChange)).toBe('2026-03-28T23:00Z');
    expect(told('@00:00', dayAfterTheChange)).toBe('2026-03-29T22:00Z');
    expect(told('-24h', dayAfterTheChange)).toBe('2026-03-29T02:00Z');
  });

  it('stays within shorter months', () => {
    const lastOfMarch = Date.parse('2027-03-31T10:00:00Z');
    expect(told('-1M@00:00', lastOfMarch)).toBe('2027-02-27T23:00Z');
    expect(told('-1M@31T00:00', lastOfMarch)).toBe('2027-02-27T23:00Z');
  });

  it.each(['', '1d', '-1y', '-1d@24:00', '-1d@7:00', '@0T00:00', '@32T00:00', 'yesterday', '-12345d'])('%j says nothing', (text) => {
    expect(told(text)).toBeUndefined();
  });
});

describe('data with relative times', () => {
  it('is resolved at every depth, and otherwise left as it is', () => {
    const data = { actions: [{ operation: 'FindEvents', data: { from: { relative: '-1d@00:00' }, until: { relative: '@00:00' }, n: 1, no: null } }] };
    expect(resolveRelative(data, AT, ZONE)).toEqual({
      actions: [{ operation: 'FindEvents', data: { from: '2026-11-23T23:00:00.000Z', until: '2026-11-24T23:00:00.000Z', n: 1, no: null } }],
    });
  });

  it('is refused naming every field that cannot be read', () => {
    const broken = { list: [{ at: { relative: 'soon' } }], until: { relative: 7 } };
    const refusal = (): unknown => resolveRelative(broken, AT, ZONE);
    expect(refusal).toThrow(ScheduleFaultError);
    expect(refusal).toThrow(/data\.list\[0\]\.at\.relative: .*data\.until\.relative: /);
  });
});
