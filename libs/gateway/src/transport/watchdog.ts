import type { Clock } from '#event-sourcing/clock.js';

/** Given to spare each stop the exception that an abort without a reason makes. */
const STOPPED = 'stopped';

/** One deadline that moves: a single sleep per connection instead of one timer per response. */
export class Watchdog {
  private deadline = Number.POSITIVE_INFINITY;
  private wakesAt = Number.POSITIVE_INFINITY;
  private sleep: AbortController | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly expired: () => void,
  ) {}

  /** Expires `ms` milliseconds from now unless armed anew or disarmed before. */
  arm(ms: number): void {
    this.deadline = this.clock.now() + ms;
    if (this.sleep === undefined || this.deadline < this.wakesAt) void this.watch();
  }

  disarm(): void {
    this.deadline = Number.POSITIVE_INFINITY;
  }

  /** Disarms and frees the timer at once. */
  stop(): void {
    this.disarm();
    this.sleep?.abort(STOPPED);
  }

  private async watch(): Promise<void> {
    this.sleep?.abort(STOPPED);
    const sleep = new AbortController();
    this.sleep = sleep;
    while (!sleep.signal.aborted && this.deadline !== Number.POSITIVE_INFINITY) {
      const left = this.deadline - this.clock.now();
      if (left <= 0) {
        this.disarm();
        this.expired();
        break;
      }
      this.wakesAt = this.deadline;
      await this.clock.wait(left, sleep.signal);
    }
    if (this.sleep === sleep) this.sleep = undefined;
  }
}
