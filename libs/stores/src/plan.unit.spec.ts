import { describe, expect, it } from '@jest/globals';
import { planOf } from './plan.js';

describe('planOf', () => {
  it.each([
    [{}, { kind: 'embedded' }],
    [{ readStore: 'mongodb://m' }, { kind: 'reads-outgrown', readStore: 'mongodb://m' }],
    [
      { eventStore: 'esdb://e', readStore: 'mongodb://m' },
      { kind: 'outgrown', eventStore: 'esdb://e', readStore: 'mongodb://m' },
    ],
  ])('of %j is %j', (settings, plan) => {
    expect(planOf(settings)).toEqual(plan);
  });

  it('refuses an event store that leaves the vault without a place, without quoting the address', () => {
    const refused = { code: 'UNUSABLE_SETTINGS', message: expect.not.stringContaining('secret') };
    expect(() => planOf({ eventStore: 'esdb://u:secret@e' })).toThrow(expect.objectContaining(refused));
  });
});
