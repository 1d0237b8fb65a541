import { describe, expect, it } from '@jest/globals';
import { killAtRandom } from './kills.js';

describe('a process that is killed at random while it appends', () => {
  it('loses nothing that it acknowledged', async () => {
    const { kills, acknowledged, violations } = await killAtRandom(20, 7);
    expect(violations).toEqual([]);
    expect(kills).toBe(20);
    expect(acknowledged).toBeGreaterThan(20);
  }, 300_000);
});
