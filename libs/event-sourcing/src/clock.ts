/** The only source of time: everything that reads the time or waits gets one of these, so that tests decide how time goes. */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. */
  now(): number;
  /** Resolves after `ms` milliseconds, or early (without an error) when the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Node turns a longer delay into 1 ms, so longer waits are taken in parts. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

function timeout(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async wait(ms, signal) {
    let left = ms;
    do {
      if (signal?.aborted) return;
      const part = Math.min(Math.max(left, 0), LONGEST_TIMEOUT);
      await timeout(part, signal);
      left -= part;
    } while (left > 0);
  },
};

interface Waiter {
  readonly due: number;
  readonly wake: () => void;
}

/** Taken at load, so that a test's fake timers do not stop the virtual clock. */
const nextTurn = setImmediate;

/** One turn of the event loop: all promises that can go on without I/O go on. */
const letPromisesRun = (): Promise<void> => new Promise((resolve) => nextTurn(resolve));

/** A clock that stands still until it is told to move. */
export class VirtualClock implements Clock {
  private time: number;
  private waiters: Waiter[] = [];

  /** @param start milliseconds since the Unix epoch */
  constructor(start: number) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  /** Number of waits that are not over. */
  get waiting(): number {
    return this.waiters.length;
  }

  /** When the first of them will be over. */
  get next(): number | undefined {
    return this.waiters.length === 0 ? undefined : Math.min(...this.waiters.map(({ due }) => due));
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', wake);
        this.waiters = this.waiters.filter((other) => other !== waiter);
        resolve();
      };
      const waiter: Waiter = { due: this.time + ms, wake };
      signal?.addEventListener('abort', wake);
      this.waiters.push(waiter);
    });
  }

  /**
   * Moves time on by `ms`. Waits that fall due are woken one at a time, in the order of their due times (equal ones in the order
   * they were made), each at its own time; promises run in between, so a loop that waits again is woken again.
   * Work that needs real I/O between two waits is not waited for.
   */
  async advance(ms: number): Promise<void> {
    const target = this.time + ms;
    await letPromisesRun();
    for (let next = this.earliest(target); next !== undefined; next = this.earliest(target)) {
      this.time = Math.max(this.time, next.due);
      next.wake();
      await letPromisesRun();
    }
    this.time = Math.max(this.time, target);
  }

  private earliest(target: number): Waiter | undefined {
    let first: Waiter | undefined;
    for (const waiter of this.waiters) if (waiter.due <= target && (first === undefined || waiter.due < first.due)) first = waiter;
    return first;
  }
}
