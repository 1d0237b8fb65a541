import type { ReadStore } from '#readstore/port.js';
import type { Random } from '../chaos/random.js';

type Call = (...given: readonly unknown[]) => Promise<unknown>;

/**
 * A read store as a process sees it that dies: from `crash` on nothing is answered any more, and a write that comes to it may still reach
 * the store or not.
 */
export function crashing(store: ReadStore, random: Random): { readonly store: ReadStore; readonly crash: () => void } {
  let crashed = false;
  const proxy = new Proxy(store, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      const call: Call = async (...given) => {
        const reaches = !crashed || (key === 'write' && random.next() < 0.5);
        const answer: unknown = reaches ? await Reflect.apply(member as Call, target, given) : undefined;
        if (crashed) throw new Error('the process is gone');
        return answer;
      };
      return call;
    },
  });
  return {
    store: proxy,
    crash: () => {
      crashed = true;
    },
  };
}
