import { DlmsError } from '../errors.js';

/**
 * Replay protection of one key in one direction: a counter must be greater than the last one that verified. Gaps are legal.
 * The owner persists `last` per key; -1 leaves the window open for any first counter.
 */
export class InvocationWindow {
  private latest: number;

  constructor(last = -1) {
    this.latest = last;
  }

  /** The greatest counter that verified so far, -1 for none. */
  get last(): number {
    return this.latest;
  }

  /** Refuses a counter that was seen before or is older. */
  check(counter: number): void {
    if (counter <= this.latest)
      throw new DlmsError('REPLAY', 'invocation counter is not greater than the last', { expectedCounter: this.latest + 1 });
  }

  /** To be called only with counters whose tag verified, so that a forged one cannot lock the real peer out. */
  accept(counter: number): void {
    this.check(counter);
    this.latest = counter;
  }
}
