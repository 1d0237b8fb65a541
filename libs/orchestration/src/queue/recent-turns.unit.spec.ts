import { describe, expect, it } from '@jest/globals';
import { RecentTurns } from './recent-turns.js';

describe('Recent turns', () => {
  it('are those of the last minute', () => {
    const turns = new RecentTurns();
    turns.add('acme', 0);
    turns.add('acme', 30_000);
    turns.add('beta', 30_000);
    expect(turns.count('acme', 59_999)).toBe(2);
    expect(turns.count('acme', 60_000)).toBe(1);
    expect(turns.count('acme', 90_000)).toBe(0);
    expect(turns.count('beta', 59_000)).toBe(1);
    expect(turns.count('gamma', 59_000)).toBe(0);
  });

  it('are forgotten after a long time, and begin anew', () => {
    const turns = new RecentTurns();
    for (let n = 0; n < 100; n++) turns.add('acme', n * 1_000);
    expect(turns.count('acme', 99_000)).toBe(60);
    expect(turns.count('acme', 1e9)).toBe(0);
    turns.add('acme', 1e9);
    expect(turns.count('acme', 1e9)).toBe(1);
  });

  it('survive a clock that goes back', () => {
    const turns = new RecentTurns();
    turns.add('acme', 100_000);
    turns.add('acme', 10_000);
    expect(turns.count('acme', 10_000)).toBe(2);
    expect(turns.count('acme', 160_000)).toBe(0);
  });
});
