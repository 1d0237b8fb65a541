import { describe, expect, it } from '@jest/globals';
import { FoldCache } from './fold-cache.js';

describe('FoldCache', () => {
  it('forgets what was not used for longest', () => {
    const cache = new FoldCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([1, undefined, 3]);
  });

  it('replaces and forgets on demand', () => {
    const cache = new FoldCache<number>(2);
    cache.set('a', 1);
    cache.set('a', 2);
    expect(cache.get('a')).toBe(2);
    cache.delete('a');
    expect(cache.get('a')).toBeUndefined();
  });

  it('holds as much as weighs no more than its capacity, as it weighs now', () => {
    const cache = new FoldCache<number>(10, (value) => value);
    const kept = (): readonly string[] => ['a', 'b', 'c', 'd'].filter((key) => cache.get(key) !== undefined);
    cache.set('a', 4);
    cache.set('b', 4);
    cache.set('a', 2);
    cache.set('c', 4);
    expect(kept()).toEqual(['a', 'b', 'c']);
    cache.set('d', 5);
    expect(kept()).toEqual(['c', 'd']);
    cache.delete('c');
    cache.set('a', 5);
    expect(kept()).toEqual(['a', 'd']);
    cache.set('b', 11);
    expect(kept()).toEqual([]);
  });

  it('of no size holds nothing', () => {
    const cache = new FoldCache<number>(0);
    cache.set('a', 1);
    expect(cache.get('a')).toBeUndefined();
  });
});
