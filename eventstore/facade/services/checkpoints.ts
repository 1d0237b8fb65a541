import type { RecordedEvent } from '../log/recorded-event.js';

/**
 * Says when a filtered subscription is due a checkpoint, and where. Every event that was looked at counts, matching or not; what is left
 * of an interval at the end of the history is carried over.
 */
export class CheckpointCounter {
  private considered = 0;

  constructor(private readonly interval: number) {}

  /** One live event: the checkpoint is due right after it. */
  countLive(): boolean {
    this.considered++;
    if (this.considered < this.interval) return false;
    this.considered = 0;
    return true;
  }

  /** One page of history: true when a checkpoint is due after it. */
  countPage(events: number): boolean {
    this.considered += events;
    if (this.considered < this.interval) return false;
    this.considered %= this.interval;
    return true;
  }
}

/** A page's checkpoint lags: it is the page's start, or the last matching event in it, and never passes an event not seen. */
export const pageCheckpoint = (pageStart: number, lastMatch: RecordedEvent | undefined): number => lastMatch?.position ?? pageStart;
