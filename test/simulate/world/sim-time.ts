interface Timer {
  readonly at: number;
  readonly order: number;
  /** Undefined once it was cancelled. */
  run: (() => void) | undefined;
}

const before = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Time that never jumps, in ms from the start of a history, and everything that waits for an instant of it. */
export class SimTime {
  #now = 0;
  #order = 0;
  /** A binary heap: the first is the next. */
  readonly #timers: Timer[] = [];

  get now(): number {
    return this.#now;
  }

  /** Calls `run` at that instant, or at once when it is over; answers how to cancel it. */
  at(instant: number, run: () => void): () => void {
    const timer: Timer = { at: Math.max(instant, this.#now), order: this.#order++, run };
    this.#push(timer);
    return () => {
      timer.run = undefined;
    };
  }

  /** Resolves `ms` later, or as soon as the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const cancel = this.at(this.#now + ms, done);
      signal?.addEventListener('abort', done);
    });
  }

  /** Moves on to the next timer and runs it. False when there is none up to `until`: then it is `until`. */
  step(until: number): boolean {
    for (let next = this.#timers[0]; next !== undefined && next.at <= until; next = this.#timers[0]) {
      this.#pop();
      const { run } = next;
      if (run === undefined) continue;
      this.#now = next.at;
      run();
      return true;
    }
    this.#now = Math.max(this.#now, until);
    return false;
  }

  #push(timer: Timer): void {
    const heap = this.#timers;
    let place = heap.push(timer) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(timer, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = timer;
  }

  #pop(): void {
    const heap = this.#timers;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = heap[2 * place + 1];
      const right = heap[2 * place + 2];
      if (left === undefined) break;
      const child = right !== undefined && before(right, left) ? 2 * place + 2 : 2 * place + 1;
      const below = heap[child];
      if (below === undefined || !before(below, last)) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = last;
  }
}
