/** Runs tasks of one key one after the other, in the order they came; tasks of different keys do not wait for each other. */
export class KeyedQueue {
  private readonly tails = new Map<string, Promise<void>>();

  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key);
    const result = before === undefined ? task() : before.then(task);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    // The last one out removes the key, so that the map holds busy keys only.
    const tail: Promise<void> = settled.then(() => {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    });
    this.tails.set(key, tail);
    return result;
  }
}
