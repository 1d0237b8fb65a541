import { describe, expect, it } from '@jest/globals';
import { nextClaim, type ClaimView } from './divide.js';

const view = (change: Partial<ClaimView>): ClaimView => ({
  most: 4,
  me: 'a',
  mine: 4,
  used: 0,
  wanted: false,
  isShort: false,
  others: new Map([['b', { held: 0, wants: true }]]),
  turn: 0,
  ...change,
});

describe('A share of a limit', () => {
  it('that is not used goes to whoever is short', () => {
    expect(nextClaim(view({}))).toEqual({ held: 0, most: 0, wants: false });
    expect(nextClaim(view({ used: 3 }))).toMatchObject({ held: 3, most: 2 });
  });

  it('is kept up to a fair part by a process that is short of something else: two would else hand each other what they need to and fro', () => {
    expect(nextClaim(view({ isShort: true }))).toEqual({ held: 2, most: 2, wants: false });
  });

  it('of one permit is by turns that of one process, for all limits alike', () => {
    const one = (me: string, other: string, turn: number) =>
      nextClaim(view({ most: 1, me, mine: 1, isShort: true, others: new Map([[other, { held: 0, wants: true }]]), turn })).most;
    for (const turn of [0, 1, 2]) expect(one('a', 'b', turn) + one('b', 'a', turn)).toBe(1);
    expect(one('a', 'b', 0)).not.toBe(one('a', 'b', 1));
  });
});
