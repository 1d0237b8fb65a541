import { everything, type Ownership } from './ownership.js';
import { runAttempt, type AttemptDependencies } from './attempt.js';
import { abandonDeadAttempts } from './dead-attempts.js';
import type { EventStore } from '#eventstore/port.js';
import type { Permit, Permits, PermitRefusal } from './permits/port.js';
import { ScopeTimers } from './permits/scope-timers.js';
import type { DueIndex, ProjectionProgress, QueueLengths } from './ports.js';
import { afterRefusal } from './queue/after-refusal.js';
import { CommandQueue } from './queue/command-queue.js';
import type { QueueEntry } from './queue/entry.js';
import { Expirer } from './queue/expirer.js';
import { StoreFollower } from './queue/follow-store.js';
import { IndexLoader } from './queue/index-loader.js';
import { QueueFeed } from './queue/queue-feed.js';
import { QueueKeeper, type KeeperTimes } from './queue/queue-keeper.js';

export interface DispatcherTimes extends KeeperTimes {
  /** Longest sleep without a signal, ms: a clock that was put forward is noticed by then. */
  readonly longestSleep: number;
}

const TIMES: DispatcherTimes = { lookAhead: 600_000, watch: 60_000, longestSleep: 5_000 };
const PAUSE_AFTER_ERROR = 1_000;
/** Given as the reason to spare each signal the exception that an abort without one makes. */
const WOKEN = 'woken';

export interface DispatcherDependencies extends AttemptDependencies {
  readonly store: EventStore;
  readonly due: DueIndex;
  /** How far the due index is; without it the index is taken to hold all that the store holds. */
  readonly runner?: ProjectionProgress;
  readonly permits: Permits;
  /** Default: everything. */
  readonly ownership?: Ownership;
  readonly times?: Partial<DispatcherTimes>;
}

interface Attempt {
  readonly entry: QueueEntry;
  readonly aborting: AbortController;
  ended: Promise<void>;
}

/**
 * Takes due commands by importance as permits allow and runs their attempts, one session per device at a time. What it holds in memory are
 * hints only: the decider says whether an attempt may start.
 */
export class Dispatcher {
  readonly #dependencies: DispatcherDependencies;
  readonly #ownership: Ownership;
  readonly #times: DispatcherTimes;
  readonly #stopping = new AbortController();
  readonly #queue = new CommandQueue();
  readonly #attempts = new Map<QueueEntry, Attempt>();
  readonly #scopeTimers = new ScopeTimers();
  readonly #expirer: Expirer;
  readonly #follower: StoreFollower;
  readonly #loader: IndexLoader;
  readonly #keeper: QueueKeeper;
  /** The whole network has no permits. */
  #networkFull: (PermitRefusal & { readonly since: number }) | undefined;
  #wake: () => void = () => undefined;
  #woken = false;
  #loops: readonly Promise<void>[] = [];
  #stopListening: readonly (() => void)[] = [];
  #stopped = false;

  constructor(dependencies: DispatcherDependencies) {
    this.#dependencies = dependencies;
    const { clock, log, devices, store, due, runner, ownership = everything } = dependencies;
    this.#ownership = ownership;
    this.#times = { ...TIMES, ...dependencies.times };
    const nudge = (): void => this.nudge();
    const owns = (device: string): boolean => ownership.owns(device);
    const queue = this.#queue;
    const feed = new QueueFeed({ queue, devices, horizon: () => this.#keeper.horizon, owns, log });
    this.#expirer = new Expirer({ queue, devices, log, clock, signal: this.#stopping.signal, ended: nudge });
    this.#follower = new StoreFollower({ store, feed, clock, log, advanced: nudge });
    this.#loader = new IndexLoader({ due, runner, queue, clock, owns });
    this.#keeper = new QueueKeeper({
      loader: this.#loader,
      follower: this.#follower,
      clock,
      log,
      times: this.#times,
      abandonDead: async () => this.#abandonDead(),
      changed: nudge,
    });
  }

  /** Attempts under way. */
  get running(): number {
    return this.#attempts.size;
  }

  /** Devices with an attempt under way. */
  get busyDevices(): Iterable<string> {
    return [...this.#attempts.keys()].map(({ deviceIdentification }) => deviceIdentification);
  }

  /** Nothing is under way but attempts: no expiry, no look at the index. */
  get idle(): boolean {
    return this.#expirer.running === 0 && !this.#keeper.isBusy;
  }

  /** Every event up to here is known to the queue. */
  get position(): number {
    return this.#follower.position;
  }

  get queued(): QueueLengths {
    return { waiting: this.#queue.waitingCount, due: this.#queue.dueCount, ...this.#queue.blockedCounts() };
  }

  /** Fills the queue from the due index, which must have caught up with the store. Gives up attempts of a killed process first. */
  async start(): Promise<void> {
    const { store, permits, log } = this.#dependencies;
    const { signal } = this.#stopping;
    // The watch looks again: a store in trouble at this moment must not leave everything undone for ever.
    await this.#abandonDead().catch((error: unknown) => log.error({ err: error }, 'dead attempts could not be looked up'));
    const from = this.#loader.position ?? (await store.head());
    await this.#keeper.fill(signal);
    this.#stopListening = [
      permits.onFreed((scope) => {
        this.#queue.unblock(scope);
        this.nudge();
      }),
      this.#ownership.onChange(() => this.#ownerChanged()),
    ];
    // What was gained while the queue was being filled, nobody has told us of.
    if (this.#ownership !== everything) this.#keeper.refill();
    this.#loops = [this.#follower.run(from, signal), this.#keeper.run(signal), this.#dispatch()];
  }

  /** Takes no new work, lets sessions end for `graceMs`, then gives them up. */
  async stop(graceMs: number): Promise<void> {
    const { clock } = this.#dependencies;
    for (const stopListening of this.#stopListening) stopListening();
    this.#stopped = true;
    this.nudge();
    const grace = new AbortController();
    await Promise.race([this.#attemptsEnded(), clock.wait(graceMs, grace.signal)]);
    grace.abort(WOKEN);
    for (const { aborting } of this.#attempts.values()) aborting.abort(WOKEN);
    this.#stopping.abort(WOKEN);
    await Promise.allSettled([...this.#loops, this.#attemptsEnded(), this.#expirer.ended()]);
  }

  /** Something may be due. */
  nudge(): void {
    this.#woken = true;
    this.#wake();
  }

  #attemptsEnded(): Promise<unknown> {
    return Promise.allSettled([...this.#attempts.values()].map(({ ended }) => ended));
  }

  async #dispatch(): Promise<void> {
    await this.#follower.untilCaughtUp;
    while (!this.#stopped) {
      this.#woken = false;
      const now = this.#dependencies.clock.now();
      this.#look(now);
      await this.#sleep(now);
    }
  }

  #look(now: number): void {
    const queue = this.#queue;
    this.#keeper.notice(now);
    queue.advance(now);
    for (let scope = this.#scopeTimers.take(now); scope !== undefined; scope = this.#scopeTimers.take(now)) queue.unblock(scope);
    if (!this.#ownership.valid()) return;
    this.#expirer.look(now);
    this.#networkFull = this.#grant(now);
  }

  /** Hands permits to the most important, as long as there are any. Answers why not, when the whole network has none. */
  #grant(now: number): (PermitRefusal & { readonly since: number }) | undefined {
    const { permits } = this.#dependencies;
    for (let entry = this.#queue.best(now); entry !== undefined; entry = this.#queue.best(now)) {
      if (!this.#ownership.owns(entry.deviceIdentification)) {
        this.#queue.remove(entry);
        continue;
      }
      const permit = permits.tryAcquire(entry.cell, now);
      if (permit !== undefined) {
        this.#launch(entry, permit, now);
        continue;
      }
      const refusal = permits.refusalOf(entry.cell, now) ?? { scope: '' };
      if (refusal.scope === '') return { ...refusal, since: this.#networkFull?.since ?? now };
      this.#queue.block(entry.cell, refusal.scope, now);
      if (refusal.until !== undefined) this.#scopeTimers.set(refusal.scope, refusal.until);
    }
    return undefined;
  }

  #launch(entry: QueueEntry, permit: Permit, now: number): void {
    const shortSince = Math.min(this.#queue.shortSince(entry) ?? now, this.#networkFull?.since ?? now);
    const queued = Math.max(0, now - entry.dueAt);
    this.#dependencies.observer?.granted?.({ queued, permit: Math.min(queued, now - shortSince) });
    this.#queue.take(entry, now);
    const attempt: Attempt = { entry, aborting: new AbortController(), ended: Promise.resolve() };
    this.#attempts.set(entry, attempt);
    attempt.ended = this.#run(attempt, permit);
  }

  async #run({ entry, aborting }: Attempt, permit: Permit): Promise<void> {
    const { correlationUid, deviceIdentification, cell } = entry;
    const { log, clock } = this.#dependencies;
    try {
      const fence = this.#ownership.fenceOf(deviceIdentification);
      const claim = { correlationUid, deviceIdentification, cell, ...(fence === undefined ? {} : { fence }) };
      const { refused } = await this.#withPermit(permit, async () => runAttempt(claim, this.#dependencies, aborting.signal));
      if (refused !== undefined) afterRefusal(this.#queue, entry, refused, clock.now());
    } catch (error) {
      log.error({ err: error, correlationUid, deviceIdentification }, 'an attempt could not be recorded; it will be given up and tried again');
      // The store is in trouble: keep the device busy for a moment instead of trying as fast as we can.
      await clock.wait(PAUSE_AFTER_ERROR, this.#stopping.signal);
      this.#queue.putBack(entry);
    } finally {
      this.#attempts.delete(entry);
      this.#queue.releaseDevice(deviceIdentification);
      this.nudge();
    }
  }

  async #withPermit<T extends { readonly dialled: boolean }>(permit: Permit, work: () => Promise<T>): Promise<T> {
    let unused = false;
    try {
      const end = await work();
      unused = !end.dialled;
      return end;
    } finally {
      this.#dependencies.permits.release(permit, unused);
    }
  }

  /** Until the next command falls due, or something happens. */
  async #sleep(lookedAt: number): Promise<void> {
    if (this.#woken || this.#stopped) return;
    const { clock } = this.#dependencies;
    const { longestSleep } = this.#times;
    const next = Math.min(this.#queue.next, this.#scopeTimers.next, this.#networkFull?.until ?? Infinity);
    // What was due at the last look but could not be taken waits for a signal, not for the clock.
    const wait = next <= lookedAt ? longestSleep : Math.min(longestSleep, next - clock.now());
    const slept = new AbortController();
    this.#wake = () => slept.abort(WOKEN);
    await clock.wait(wait, slept.signal);
    this.#wake = () => undefined;
  }

  /** What is not ours any more is forgotten, what is new is looked for. Sessions go on, unless nothing is ours for sure. */
  #ownerChanged(): void {
    const ownership = this.#ownership;
    if (!ownership.valid()) for (const { aborting } of this.#attempts.values()) aborting.abort(WOKEN);
    this.#queue.removeAll(({ deviceIdentification }) => !ownership.valid() || !ownership.owns(deviceIdentification));
    this.#keeper.refill();
    this.nudge();
  }

  async #abandonDead(): Promise<void> {
    const { due, devices, log } = this.#dependencies;
    const isOurs = (uid: string): boolean => [...this.#attempts.keys()].some(({ correlationUid }) => correlationUid === uid);
    await abandonDeadAttempts(due, devices, { isOurs, owns: (device) => this.#ownership.owns(device) }, log);
  }
}
