import { describe, expect, it } from '@jest/globals';

import { clockStatusNames, decodeClockStatus, encodeClockStatus } from './clock-status.js';

describe('clock status', () => {
  it.each([
    [0x01, 'INVALID_VALUE'],
    [0x02, 'DOUBTFUL_VALUE'],
    [0x04, 'DIFFERENT_CLOCK_BASE'],
    [0x08, 'INVALID_CLOCK_STATUS'],
    [0x80, 'DAYLIGHT_SAVING_ACTIVE'],
  ] as const)('%i is %s', (status, name) => {
    expect(decodeClockStatus(status)).toEqual([name]);
    expect(encodeClockStatus([name])).toBe(status);
  });

  it('may be several, none, or not specified', () => {
    expect(decodeClockStatus(0x8f)).toEqual(clockStatusNames);
    expect(encodeClockStatus(clockStatusNames)).toBe(0x8f);
    expect(decodeClockStatus(0)).toEqual([]);
    expect(encodeClockStatus([])).toBe(0);
    expect(decodeClockStatus(0xff)).toBeUndefined();
    expect(encodeClockStatus(undefined)).toBe(0xff);
  });

  it('does not count reserved bits', () => {
    expect(decodeClockStatus(0x70)).toEqual([]);
  });
});
