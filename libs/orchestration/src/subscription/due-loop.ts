import type { Clock, Log } from '#event-sourcing';

/** Longest sleep without a signal: a safety net, not the clockwork. */
const LONGEST_WAIT = 5_000;
/** Shortest time between two looks, ms. */
const PACE = 20;
/** Given as the reason to spare each wait the exception that an abort without one makes. */
const WOKEN = 'woken';

export interface DueLoopOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** The read model that says what is due. */
  readonly index: { onAdvance(listener: () => void): () => void };
  /** Shortest time between two looks, ms; default 20. */
  readonly pace?: number | undefined;
  /** What is logged when a look fails; there is another one soon. */
  readonly trouble: string;
}

/** Looks for what is due: when its time comes, when the read model has gone on, and when it is nudged. */
export class DueLoop {
  private woken = false;
  private wake: () => void = () => undefined;

  constructor(private readonly options: DueLoopOptions) {}

  /** There may be something to do. */
  nudge(): void {
    this.woken = true;
    this.wake();
  }

  /** Resolves after the signal aborted. @param look answers when the next one falls due, epoch ms; undefined: it waits for a nudge */
  async run(look: (now: number) => Promise<number | undefined>, signal: AbortSignal): Promise<void> {
    const { clock, log, index, pace = PACE, trouble } = this.options;
    const nudge = (): void => this.nudge();
    const stopListening = index.onAdvance(nudge);
    signal.addEventListener('abort', nudge);
    while (!signal.aborted) {
      this.woken = false;
      let next: number | undefined;
      try {
        next = await look(clock.now());
      } catch (error) {
        if (!signal.aborted) log.error({ err: error }, trouble);
      }
      await this.sleep(next);
      if (pace > 0) await clock.wait(pace, signal);
    }
    stopListening();
    signal.removeEventListener('abort', nudge);
  }

  /** Until the next one falls due, or something happens. */
  private async sleep(next: number | undefined): Promise<void> {
    const { clock } = this.options;
    const ms = Math.min(LONGEST_WAIT, (next ?? Infinity) - clock.now());
    const slept = new AbortController();
    this.wake = () => slept.abort(WOKEN);
    if (!this.woken && ms > 0) await clock.wait(ms, slept.signal);
    this.wake = () => undefined;
  }
}
