import { describe, expect, it } from '@jest/globals';
import { neverSkip } from './run.js';

/** The short form of `npm run never-skip`. */
describe('subscribers and projections that crash and resume while eight writers write', () => {
  it.each([1, 2, 3, 4])(
    'see every event once and in order, seed %d',
    async (seed) => {
      const { violations, crashes } = await neverSkip({ seed, events: 3_000, adapter: 'embedded', patience: 20_000 });
      expect(violations).toEqual([]);
      expect(crashes).toBeGreaterThan(5);
    },
    60_000,
  );

  it('see every event once and in order also over the EventStoreDB adapter, whose connections are cut', async () => {
    const { violations, crashes, interrupted } = await neverSkip({ seed: 1, events: 300, adapter: 'esdb', patience: 30_000 });
    expect(violations).toEqual([]);
    expect(crashes).toBeGreaterThan(5);
    expect(interrupted).toBeGreaterThan(0);
  }, 120_000);
});
