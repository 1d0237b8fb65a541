import { describe, expect, it } from '@jest/globals';
import { effectivePriority } from './effective-priority.js';

const MINUTE = 60_000;

describe('The effective priority', () => {
  it.each([
    [4, 0, 4],
    [4, 15 * MINUTE - 1, 4],
    [4, 15 * MINUTE, 5],
    [4, 1000 * MINUTE, 8],
    [9, 1000 * MINUTE, 9],
    [0, -5 * MINUTE, 0],
  ])('of %i after %i ms past due is %i', (priority, waited, expected) => {
    expect(effectivePriority(priority, 1_000_000, 1_000_000 + waited)).toBe(expected);
  });
});
