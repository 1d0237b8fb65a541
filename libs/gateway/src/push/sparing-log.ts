import type { Log } from '#event-sourcing';
import type { Clock } from '#event-sourcing/clock.js';

const SECOND = 1_000;

/** Warns at most once a second: whoever may send us messages must not fill our log with them. */
export class SparingLog {
  private next = Number.NEGATIVE_INFINITY;
  private withheld = 0;

  constructor(
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  /** The line that is written next tells how many were not. */
  warn(fields: object, message: string): void {
    const now = this.clock.now();
    if (now < this.next) {
      this.withheld += 1;
      return;
    }
    this.next = now + SECOND;
    this.log.warn(this.withheld === 0 ? fields : { ...fields, withheld: this.withheld }, message);
    this.withheld = 0;
  }
}
