import { describe, expect, it } from '@jest/globals';
import { ScopeTimers } from './scope-timers.js';

const NOW = Date.UTC(2026, 0, 1, 12);

describe('Scopes whose refusal ends of itself', () => {
  it('come when their time is over, the earliest first', () => {
    const timers = new ScopeTimers();
    timers.set('2', NOW + 900);
    timers.set('1', NOW + 500);
    timers.set('2', NOW + 700);
    expect([timers.next, timers.take(NOW + 499)]).toEqual([NOW + 500, undefined]);
    expect([timers.take(NOW + 800), timers.take(NOW + 800), timers.take(NOW + 800)]).toEqual(['1', '2', undefined]);
    expect(timers.next).toBe(Infinity);
  });

  it('do not wait until a clock that was put back has caught up', () => {
    const timers = new ScopeTimers();
    timers.set('1', NOW + 1_000);
    expect(timers.take(NOW - 1)).toBe('1');
  });
});
