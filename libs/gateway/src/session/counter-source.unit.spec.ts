import { describe, expect, it } from '@jest/globals';
import { COUNTER_BLOCK, CounterSource } from './counter-source.js';

/** Hands out blocks with a gap between them, as when somebody else reserves as well. */
function vault(known = true) {
  let next = 1000;
  return {
    reservations: 0,
    reserveCounters(_device: string, _key: string, count: number) {
      this.reservations += 1;
      const first = next;
      next += count + 100;
      return Promise.resolve(known ? { first } : undefined);
    },
  };
}

describe('CounterSource', () => {
  it('does not exist for an unknown counter', async () => {
    expect(await CounterSource.reserve(vault(false), 'device', 'key')).toBeUndefined();
  });

  it('gives rising numbers, each from a reservation, refilled before they run out', async () => {
    const store = vault();
    const source = await CounterSource.reserve(store, 'device', 'key');
    if (source === undefined) throw new Error('unknown');
    const numbers: number[] = [];
    for (let step = 0; step < 2 * COUNTER_BLOCK; step++) {
      if (source.low) await source.refill();
      numbers.push(source.take());
    }
    expect(source.first).toBe(1000);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers.every((number) => (number - 1000) % (COUNTER_BLOCK + 100) < COUNTER_BLOCK)).toBe(true);
    expect(store.reservations).toBe(3);
  });
});
