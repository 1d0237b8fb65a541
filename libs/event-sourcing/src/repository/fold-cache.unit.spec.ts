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

  it('of no size holds nothing', () => {
    const cache = new FoldCache<number>(0);
    cache.set('a', 1);
    expect(cache.get('a')).toBeUndefined();
  });
});
