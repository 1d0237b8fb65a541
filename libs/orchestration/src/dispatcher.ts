import { runAttempt, type AttemptDependencies } from './attempt.js';
import { abandonDeadAttempts } from './dead-attempts.js';
import type { DueIndex, DueRow, ProjectionProgress } from './ports.js';

const DUE = 'due';
/** Longest sleep without a signal: a safety net, not the clockwork. */
const LONGEST_WAIT = 5_000;
const DEAD_ATTEMPT_INTERVAL = 60_000;
const PAUSE_AFTER_ERROR = 1_000;
/** A claim can be refused although its row is true, when the clock went back: it must not depend on other events coming. */
const AHEAD_AT_MOST = 60_000;
const PACE = 10;
/** Given as the reason to spare each signal the exception that an abort without one makes. */
const WOKEN = 'woken';
/** Rows looked at in one go, at most; rows of busy devices are passed over. */
const LARGEST_LOOK = 500;

export interface DispatcherDependencies extends AttemptDependencies {
  readonly due: DueIndex;
  readonly runner: ProjectionProgress;
  /** Sessions at once. */
  readonly concurrency: number;
  /** Shortest time between two looks at the due index, ms: many signals then cost one look. Default 10. */
  readonly pace?: number;
}

/** Takes due commands by priority and runs their attempts, one session per device at a time. What it holds in memory are hints only. */
export class Dispatcher {
  readonly #dependencies: DispatcherDependencies;
  readonly #stopping = new AbortController();
  readonly #attempts = new Map<string, Promise<void>>();
  readonly #busyDevices = new Set<string>();
  /** Commands whose row in the index is taken for outdated until the index has come to this position, or this instant. */
  readonly #ahead = new Map<string, { readonly position: number; readonly until: number }>();
  #wake: () => void = () => undefined;
  #woken = false;
  #loops: readonly Promise<void>[] = [];
  #unsubscribe: () => void = () => undefined;
  #stopped = false;

  constructor(dependencies: DispatcherDependencies) {
    this.#dependencies = dependencies;
  }

  get running(): number {
    return this.#attempts.size;
  }

  /** The due index must have caught up with the store. Gives up attempts of a killed process first. */
  async start(): Promise<void> {
    const { runner } = this.#dependencies;
    // The watch looks again: a store in trouble at this moment must not leave everything undone for ever.
    await this.#tryToAbandonDead();
    this.#unsubscribe = runner.onAdvance(DUE, () => this.nudge());
    this.#loops = [this.#dispatch(), this.#watch()];
  }

  /** Takes no new work, lets sessions end for `graceMs`, then gives them up. */
  async stop(graceMs: number): Promise<void> {
    const { clock } = this.#dependencies;
    this.#unsubscribe();
    const sessions = Promise.allSettled(this.#attempts.values());
    this.#stopped = true;
    this.nudge();
    const grace = new AbortController();
    await Promise.race([sessions, clock.wait(graceMs, grace.signal)]);
    grace.abort(WOKEN);
    this.#stopping.abort(WOKEN);
    await Promise.allSettled([...this.#loops, ...this.#attempts.values()]);
  }

  /** Something may be due. */
  nudge(): void {
    this.#woken = true;
    this.#wake();
  }

  async #dispatch(): Promise<void> {
    const { clock, log, pace = PACE } = this.#dependencies;
    while (!this.#stopped) {
      this.#woken = false;
      const lookedAt = clock.now();
      try {
        await this.#launchDue(lookedAt);
      } catch (error) {
        log.error({ err: error }, 'the due index could not be read');
      }
      await this.#sleep(lookedAt);
      if (pace > 0) await clock.wait(pace, this.#stopping.signal);
    }
  }

  async #launchDue(now: number): Promise<void> {
    const { due, concurrency, runner } = this.#dependencies;
    const reached = runner.positionOf(DUE);
    for (const [uid, { position, until }] of this.#ahead) if (position <= reached || until <= now) this.#ahead.delete(uid);
    // A short look is nearly always enough; a long one passes over the rows of busy devices.
    for (const look of [2 * (concurrency - this.#attempts.size) + 8, LARGEST_LOOK]) {
      if (this.#attempts.size >= concurrency) return;
      const limit = Math.min(look, LARGEST_LOOK);
      const rows = await due.dueRows(now, limit);
      for (const row of rows) if (this.#attempts.size < concurrency && this.#isFree(row)) this.#launch(row);
      if (rows.length < limit) return;
    }
  }

  #isFree({ correlationUid, deviceIdentification }: DueRow): boolean {
    return !this.#stopped && !this.#attempts.has(correlationUid) && !this.#busyDevices.has(deviceIdentification) && !this.#ahead.has(correlationUid);
  }

  #launch(row: DueRow): void {
    const { correlationUid, deviceIdentification } = row;
    this.#busyDevices.add(deviceIdentification);
    this.#attempts.set(correlationUid, this.#run(row));
  }

  async #run(row: DueRow): Promise<void> {
    const { correlationUid, deviceIdentification } = row;
    const { log, runner, clock } = this.#dependencies;
    try {
      const settled = await runAttempt(row, this.#dependencies, this.#stopping.signal);
      // A refused claim means that the row is older than the stream: wait until the index moves.
      this.#ahead.set(correlationUid, { position: settled ?? runner.positionOf(DUE) + 1, until: clock.now() + AHEAD_AT_MOST });
    } catch (error) {
      log.error({ err: error, correlationUid, deviceIdentification }, 'an attempt could not be recorded; it will be given up and tried again');
      // The store is in trouble: keep the device busy for a moment instead of trying as fast as we can.
      await clock.wait(PAUSE_AFTER_ERROR, this.#stopping.signal);
    } finally {
      this.#attempts.delete(correlationUid);
      this.#busyDevices.delete(deviceIdentification);
      this.nudge();
    }
  }

  /** Until the next row falls due, or something happens. */
  async #sleep(lookedAt: number): Promise<void> {
    if (this.#woken || this.#stopped) return;
    const { due, clock, concurrency } = this.#dependencies;
    const next = this.#attempts.size < concurrency ? await due.nextDueAt().catch(() => undefined) : undefined;
    // A row that was due at the last look but could not be taken waits for a signal, not for the clock.
    const wait = next === undefined || next <= lookedAt ? LONGEST_WAIT : Math.min(LONGEST_WAIT, next - clock.now());
    const slept = new AbortController();
    this.#wake = () => slept.abort(WOKEN);
    if (!this.#woken && wait > 0) await clock.wait(wait, slept.signal);
    this.#wake = () => undefined;
  }

  /** Attempts that could not be recorded, or whose worker died, do not stay running for ever. */
  async #watch(): Promise<void> {
    const { clock } = this.#dependencies;
    while (!this.#stopping.signal.aborted) {
      await clock.wait(DEAD_ATTEMPT_INTERVAL, this.#stopping.signal);
      if (!this.#stopped) await this.#tryToAbandonDead();
    }
  }

  async #tryToAbandonDead(): Promise<void> {
    const { due, devices, log } = this.#dependencies;
    try {
      await abandonDeadAttempts(due, devices, (uid) => this.#attempts.has(uid), log);
    } catch (error) {
      log.error({ err: error }, 'dead attempts could not be looked up');
    }
  }
}
