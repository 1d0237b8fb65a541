/** Works that share a key run one after the other, in the order in which they came; all others at the same time. */
export class KeyedOrder {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Rejects as `work` does; what comes after it runs all the same. */
  run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.flatMap((key) => this.#last.get(key) ?? []);
    const done = before.length === 0 ? work() : Promise.allSettled(before).then(work);
    for (const key of keys) this.#last.set(key, done);
    return done;
  }
}
