import type { ReadStore } from '#readstore';

export interface WatchedReadStore {
  readonly readStore: ReadStore;
  /** Requests that have no answer yet. */
  readonly owed: number;
}

/** Counts what a read store still owes: it answers from a thread of its own, however long the machine takes to give that one a turn. */
export function watched(store: ReadStore): WatchedReadStore {
  let owed = 0;
  const answered = (): void => void (owed -= 1);
  const readStore = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, parameters);
        if (!(answer instanceof Promise)) return answer;
        owed += 1;
        void answer.then(answered, answered);
        return answer;
      };
    },
  });
  return {
    readStore,
    get owed() {
      return owed;
    },
  };
}
