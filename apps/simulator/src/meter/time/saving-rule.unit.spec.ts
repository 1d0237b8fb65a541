import { describe, expect, it } from '@jest/globals';

import { decodeDateTime } from '#dlms';

import { ConfiguredZone } from './configured-zone.js';
import { ruleInstant } from './saving-rule.js';

const rule = (hex: string): ReturnType<typeof decodeDateTime> => decodeDateTime(Buffer.from(hex, 'hex'));

describe('rules of daylight saving', () => {
  it.each([
    ['last Sunday of March', 'ffff03fe0702000000ffc400', '2026-03-29T01:00:00Z'],
    ['last Sunday of October, in summer time', 'ffff0afe0703000000ff8880', '2026-10-25T01:00:00Z'],
    ['last day of a month', 'ffff02feff00000000800000', '2026-02-27T23:00:00Z'],
    ['second last day', 'ffff02fdff00000000800000', '2026-02-26T23:00:00Z'],
    ['first Sunday from the 8th', 'ffff03080702000000800000', '2026-03-08T01:00:00Z'],
    ['a fixed day', 'ffff0501ff00000000800000', '2026-04-30T23:00:00Z'],
    ['a fixed day of a fixed year', '07e80501ff00000000800000', '2024-04-30T23:00:00Z'],
  ])('%s', (_, hex, instant) => {
    expect(new Date(ruleInstant(rule(hex), 2026, -60) ?? 0).toISOString()).toBe(new Date(instant).toISOString());
  });

  it('name no instant without a month', () => {
    expect(ruleInstant(rule('ffffffffff00000000800000'), 2026, -60)).toBeUndefined();
  });
});

describe('a configured zone', () => {
  const south = new ConfiguredZone('Europe/Amsterdam', {
    deviation: -600,
    savingBegin: rule('ffff0a010702000000800000'),
    savingEnd: rule('ffff04010703000000800000'),
    saving: 60,
    savingEnabled: true,
  });

  it('may have its summer around the new year', () => {
    expect(['2026-01-01', '2026-07-01', '2026-12-01'].map((date) => south.isDaylightSaving(Date.parse(date)))).toEqual([true, false, true]);
  });

  it.each(['2026-01-15T03:04:05.670Z', '2026-07-15T03:04:05.670Z'])('reads what it writes, also without a deviation (%s)', (text) => {
    const ms = Date.parse(text);
    const written = south.write(ms);
    expect(south.read(written)).toBe(ms);
    expect(south.read({ ...written, deviation: undefined })).toBe(ms);
    expect(() => south.read({ ...written, hour: undefined })).toThrow(RangeError);
  });
});
