import { describe, expect, it, jest } from '@jest/globals';
import { problemsOf } from './store-checks.js';

describe('problemsOf', () => {
  it('names the stores that fail, and says nothing of the others', async () => {
    const problems = await problemsOf([
      { store: 'events', check: async () => undefined },
      { store: 'reads', check: () => Promise.reject(new Error('the writer thread has ended')) },
    ]);
    expect(problems).toEqual([{ store: 'reads', message: 'the writer thread has ended' }]);
  });

  it('does not wait for ever', async () => {
    jest.useFakeTimers();
    try {
      const asked = problemsOf([{ store: 'events', check: () => new Promise(() => undefined) }]);
      await jest.advanceTimersByTimeAsync(3_000);
      expect(await asked).toEqual([{ store: 'events', message: 'no answer within 3000 ms' }]);
    } finally {
      jest.useRealTimers();
    }
  });
});
