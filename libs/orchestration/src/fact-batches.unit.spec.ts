import { describe, expect, it } from '@jest/globals';
import type { Fact } from '#domain';
import { factBatches } from './fact-batches.js';

const fact = (bytes: number): Fact => ({ type: 'ClockSynchronized', data: { timezone: 'x'.repeat(bytes), time: '' } });

describe('Batches of facts', () => {
  it('are none when there are no facts', () => {
    expect(factBatches([])).toEqual([]);
  });

  it('hold as many facts as fit, in order', () => {
    const facts = [fact(400), fact(400), fact(400), fact(1_200), fact(10)];
    const batches = factBatches(facts, 1_000);
    expect(batches.flat()).toEqual(facts);
    expect(batches.map((batch) => batch.length)).toEqual([2, 1, 1, 1]);
  });
});
