import { describe, expect, it } from '@jest/globals';
import { damageAtRandom } from './damage.js';

describe('an event store of which synced bytes were damaged', () => {
  it('is refused, naming the first missing position, or holds everything', async () => {
    const { refused, intact, told, violations } = await damageAtRandom(100, 5);
    expect(violations).toEqual([]);
    expect(refused + intact + told).toBe(100);
    for (const number of [refused, intact, told]) expect(number).toBeGreaterThan(5);
  }, 300_000);
});
