import type { ReadStore } from '#readstore/port.js';
import type { Random } from '../chaos/random.js';

type Call = (...given: readonly unknown[]) => Promise<unknown>;

const LONGEST_LIFE = 30;

export interface CrashingReadStore {
  readonly store: ReadStore;
  /** Resolves when the process has died. */
  readonly crashed: Promise<void>;
  readonly crash: () => void;
}

/**
 * A read store as a process sees it that dies at one of its next writes, or when it is told to. From then on nothing is answered any more,
 * and a write that comes to it may still reach the store or not.
 */
export function crashing(store: ReadStore, random: Random): CrashingReadStore {
  let left = random.between(1, LONGEST_LIFE);
  const death = Promise.withResolvers<undefined>();
  const dying = new AbortController();
  const crash = (): void => {
    dying.abort();
    death.resolve(undefined);
  };
  const proxy = new Proxy(store, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      const call: Call = async (...given) => {
        if (key === 'write' && --left <= 0) crash();
        const reaches = !dying.signal.aborted || (key === 'write' && random.next() < 0.5);
        const answer: unknown = reaches ? await Reflect.apply(member as Call, target, given) : undefined;
        if (dying.signal.aborted) throw new Error('the process is gone');
        return answer;
      };
      return call;
    },
  });
  return { store: proxy, crashed: death.promise, crash };
}
