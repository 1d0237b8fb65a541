import { describe, expect, it } from '@jest/globals';
import { KeyedOrder } from './keyed-order.js';

/** Works that end when they are told to. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, { readonly resolve: (value: string) => void; readonly reject: (error: Error) => void }>();
  const work = (name: string) => (): Promise<string> => {
    begun.push(name);
    return new Promise((resolve, reject) => void ends.set(name, { resolve, reject }));
  };
  return { begun, work, end: (name: string) => ends.get(name)?.resolve(name), fail: (name: string) => ends.get(name)?.reject(new Error(name)) };
}

describe('Keyed order', () => {
  it('runs at the same time what shares no key, and the rest in order', async () => {
    const order = new KeyedOrder();
    const { begun, work, end } = works();
    const all = [order.run(['a'], work('a1')), order.run(['b'], work('b1')), order.run(['a', 'x'], work('a2')), order.run(['c', 'x'], work('c1'))];
    expect(begun).toEqual(['a1', 'b1']);
    end('a1');
    await all[0];
    await new Promise(setImmediate);
    expect(begun).toEqual(['a1', 'b1', 'a2']);
    end('a2');
    await all[2];
    await new Promise(setImmediate);
    expect(begun).toEqual(['a1', 'b1', 'a2', 'c1']);
    for (const name of ['b1', 'c1']) end(name);
    expect(await Promise.all(all)).toEqual(['a1', 'b1', 'a2', 'c1']);
  });

  it('goes on after a work that failed', async () => {
    const order = new KeyedOrder();
    const { work, end, fail } = works();
    const [first, second] = [order.run(['a'], work('a1')), order.run(['a'], work('a2'))];
    fail('a1');
    await expect(first).rejects.toThrow('a1');
    await new Promise(setImmediate);
    end('a2');
    expect(await second).toBe('a2');
  });
});
