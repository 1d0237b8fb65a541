import { describe, expect, it } from '@jest/globals';

import { formatIpv4, isLoopback, parseIpv4, stripMapped } from './addresses.js';
import { defaultOptions, resolveOptions } from './options.js';

describe('options', () => {
  it('resolves profiles in any spelling of case and blanks', () => {
    const found = resolveOptions({ ...defaultOptions, profiles: ['smr 5.1', 'DSMR4.2.2'] });
    expect(found.profiles.map(({ name, version }) => name + version)).toEqual(['SMR5.1', 'DSMR4.2.2']);
  });

  it.each([
    [{ meters: 0 }, 'meters'],
    [{ profiles: ['SMR9'] }, 'profiles'],
    [{ profiles: [] }, 'profiles'],
    [{ base: '10.0.0.1' }, 'base'],
    [{ base: '127.255.255.250', meters: 10 }, 'base'],
    [{ port: -1 }, 'port'],
    [{ controlPort: 65_536 }, 'controlPort'],
    [{ seed: 1.5 }, 'seed'],
    [{ polyphase: -1 }, 'polyphase'],
    [{ dynamic: 0.5 }, 'dynamic'],
    [{ logicalDevices: 0 }, 'logicalDevices'],
    [{ framing: 'serial' as never }, 'framing'],
    [{ security: [] }, 'security'],
    [{ security: ['hls9'] }, 'security'],
    [{ mbus: ['coal'] }, 'mbus'],
    [{ mbus: ['gas', '-', '-', '-', 'gas'] }, 'mbus'],
    [{ timezone: 'Mars/Phobos' }, 'timezone'],
  ])('refuses %j and names the option', (changes, name) => {
    expect(() => resolveOptions({ ...defaultOptions, ...changes })).toThrow(new RegExp(`^${name}`));
  });
});

describe('addresses', () => {
  it('counts over the end of an octet', () => {
    expect(formatIpv4(parseIpv4('127.16.0.255') + 1)).toBe('127.16.1.0');
  });

  it('refuses what is no address', () => {
    for (const text of ['127.0.0', '127.0.0.256', 'localhost', '']) expect(() => parseIpv4(text)).toThrow(RangeError);
  });

  it('knows loopback, mapped or not', () => {
    expect([isLoopback('127.9.9.9'), isLoopback('::ffff:127.0.0.1'), isLoopback('10.0.0.1'), isLoopback(undefined)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(stripMapped('::ffff:127.0.0.1')).toBe('127.0.0.1');
  });
});
