import type { Clock, Log } from '#event-sourcing';
import type { IndexLoader } from './index-loader.js';
import type { StoreFollower } from './follow-store.js';

/** Given as the reason to spare each wait the exception that an abort without one makes. */
const WOKEN = 'woken';
const PAUSE_AFTER_ERROR = 1_000;

export interface KeeperTimes {
  /** What falls due within this many ms is in the queue; the rest stays in the index. */
  readonly lookAhead: number;
  /** Between two looks for what was missed, ms. */
  readonly watch: number;
}

export interface QueueKeeperOptions {
  readonly loader: IndexLoader;
  readonly follower: StoreFollower;
  readonly clock: Clock;
  readonly log: Log;
  readonly times: KeeperTimes;
  /** Gives up the attempts of workers that died. */
  abandonDead(this: void): Promise<void>;
  /** Called after each change. */
  changed(this: void): void;
}

/**
 * Keeps the queue filled from the due index: with what comes within its horizon, with devices that were gained, and, slowly and page by page,
 * with whatever it may have missed.
 */
export class QueueKeeper {
  private until = -Infinity;
  private gained = false;
  private working = false;
  private watchedAt = -Infinity;
  private cursor: string | undefined;
  private wake: () => void = () => undefined;

  constructor(private readonly options: QueueKeeperOptions) {}

  /** What is due from here on is left to the index, epoch ms. */
  get horizon(): number {
    return this.until;
  }

  /** It reads the index at the moment. */
  get isBusy(): boolean {
    return this.working || this.gained;
  }

  /** Fills the queue; the index must hold everything up to where the follower begins. */
  async fill(signal: AbortSignal): Promise<void> {
    const { loader, clock, times } = this.options;
    this.until = clock.now() + times.lookAhead;
    await loader.load({ to: this.until }, signal);
    this.watchedAt = clock.now();
  }

  /** Devices were gained: what waits for them is to be found. */
  refill(): void {
    this.gained = true;
    this.wake();
  }

  /** Call when time has passed: a clock that jumped over the horizon is noticed so. */
  notice(now: number): void {
    if (this.isDue(now)) this.wake();
  }

  /** Resolves after the signal aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.sleep(signal);
      if (signal.aborted) return;
      this.working = true;
      try {
        await this.work(signal);
      } catch (error) {
        this.options.log.error({ err: error }, 'the due index could not be read; it will be tried again');
        await this.options.clock.wait(PAUSE_AFTER_ERROR, signal);
      } finally {
        this.working = false;
        this.options.changed();
      }
    }
  }

  private async sleep(signal: AbortSignal): Promise<void> {
    const { clock, times } = this.options;
    const woken = new AbortController();
    this.wake = () => woken.abort(WOKEN);
    if (!this.gained && !this.isDue(clock.now()))
      await clock.wait(Math.min(times.watch, times.lookAhead / 2), AbortSignal.any([woken.signal, signal]));
    this.wake = () => undefined;
  }

  private isDue(now: number): boolean {
    return now > this.until - this.options.times.lookAhead / 2;
  }

  private async work(signal: AbortSignal): Promise<void> {
    const { clock, times } = this.options;
    if (this.gained) await this.takeOver(signal);
    if (this.isDue(clock.now())) await this.lookFurther(signal);
    if (clock.now() - this.watchedAt >= times.watch) await this.watch();
  }

  private async takeOver(signal: AbortSignal): Promise<void> {
    const { loader, follower, abandonDead } = this.options;
    this.gained = false;
    try {
      // What came before they were gained is in the index, what comes from now on the follower brings.
      await loader.upTo(follower.position, signal);
      await loader.load({ to: this.until }, signal);
      await abandonDead();
    } catch (error) {
      this.gained = true;
      throw error;
    }
  }

  private async lookFurther(signal: AbortSignal): Promise<void> {
    const { loader, follower, clock, times } = this.options;
    const [from, to] = [this.until, clock.now() + times.lookAhead];
    // From now on the follower files what falls into the window; what it left to the index before is waited for.
    this.until = to;
    try {
      await loader.upTo(follower.position, signal);
      await loader.load({ from, to }, signal);
    } catch (error) {
      this.until = from;
      throw error;
    }
  }

  /** An event that was missed must not have its command lost for ever. */
  private async watch(): Promise<void> {
    const { loader, abandonDead, clock } = this.options;
    this.watchedAt = clock.now();
    await abandonDead();
    this.cursor = (await loader.loadPage({ to: this.until }, this.cursor)) ?? undefined;
  }
}
