import { randomUUID } from 'node:crypto';
import type { Clock, Log } from '#event-sourcing';
import { Elapsed, type ElapsedMoment } from './elapsed.js';
import { MEMBERS, type LeaseStore, type MemberDocument } from './rows.js';

export interface MembershipOptions {
  readonly store: LeaseStore;
  readonly clock: Clock;
  /** Ms of a clock that never goes back. */
  readonly steady: () => number;
  readonly log: Log;
  /** How long others must not have seen a renewal before they take over, ms. */
  readonly term: number;
  /** For people: host and process. */
  readonly label: string;
  readonly works: boolean;
}

interface Joined {
  readonly id: string;
  readonly slot: string;
  version: number;
  beat: number;
  /** Begin of the last renewal that is known to have happened. */
  renewed: ElapsedMoment;
}

const slotOf = (number: number): string => `member-${String(number).padStart(4, '0')}`;

/**
 * That this process is there, renewed every third of the term. It believes so for two thirds, counted from the begin of a renewal; others give
 * up on it after a full term, and remove its row before they take anything over: from then on it cannot renew, however late it tries.
 */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #elapsed: Elapsed;
  readonly #listeners = new Set<() => void>();
  #joined: Joined | undefined;
  #lost = new AbortController();

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#elapsed = new Elapsed(options.clock, options.steady);
    this.#lost.abort();
  }

  /** Of this life; undefined while it is no member. */
  get id(): string | undefined {
    return this.#joined?.id;
  }

  /**
   * Computed anew at each call: right also when no timer could fire for a while, or the clock jumped. What was found to be over once is over,
   * and told, until the next renewal: whoever looked away meanwhile has to look again.
   */
  valid(): boolean {
    if (this.#joined === undefined || this.#lost.signal.aborted) return false;
    if (this.#left(this.#joined) > 0) return true;
    this.#lose();
    return false;
  }

  /** Aborts when {@link valid} ends, also when it comes back later: there is a new one then. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Calls back when {@link valid} or {@link id} has changed. Answers how to stop it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Joins, and stays until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#renewals(signal), this.#watch(signal)]);
  }

  /** Frees everything at once. Call when nothing is under way any more. */
  async leave(): Promise<void> {
    const joined = this.#joined;
    this.#forget();
    if (joined !== undefined) await this.#options.store.compareAndSet(MEMBERS, joined.slot, joined.version, null);
  }

  #left({ renewed }: Joined): number {
    return (this.#options.term * 2) / 3 - this.#elapsed.since(renewed);
  }

  async #renewals(signal: AbortSignal): Promise<void> {
    const { clock, log, term } = this.#options;
    while (!signal.aborted) {
      let pause = term / 3;
      try {
        if (this.#joined === undefined) await this.#join();
        else await this.#renew(this.#joined);
        // Taken for dead: it joins again at once.
        if (this.#joined === undefined) pause = 0;
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ err: error }, 'the leases of this process could not be renewed');
        pause = term / 15;
      }
      await clock.wait(pause, signal);
    }
  }

  async #join(): Promise<void> {
    const { store, label, works, term } = this.#options;
    const taken = new Set((await store.rows(MEMBERS)).map(({ id }) => id));
    // A new name for every try: whether one that failed has left a row behind is unknown. It begins with what people read in logs.
    const document: MemberDocument = { id: `${label}/${randomUUID()}`, label, works, term, beat: 1 };
    for (let number = 0; ; number += 1) {
      const slot = slotOf(number);
      if (taken.has(slot)) continue;
      const renewed = this.#elapsed.now();
      const version = await store.compareAndSet(MEMBERS, slot, 0, document);
      if (version === undefined) continue;
      this.#joined = { id: document.id, slot, version, beat: 1, renewed };
      this.#regain();
      return;
    }
  }

  async #renew(joined: Joined): Promise<void> {
    const { store, label, works, term, log } = this.#options;
    const renewed = this.#elapsed.now();
    const document: MemberDocument = { id: joined.id, label, works, term, beat: (joined.beat += 1) };
    let version = await store.compareAndSet(MEMBERS, joined.slot, joined.version, document);
    if (version === undefined) {
      // Nobody else changes the row, but an earlier renewal whose answer was lost may have.
      const row = await store.getRow<MemberDocument>(MEMBERS, joined.slot);
      if (row?.document.id === joined.id) version = await store.compareAndSet(MEMBERS, joined.slot, row.version, document);
    }
    if (version === undefined) {
      log.warn({ member: joined.id }, 'this process was taken for dead: it has lost all its leases');
      this.#forget();
      return;
    }
    joined.version = version;
    joined.renewed = renewed;
    this.#regain();
  }

  /** Tells who holds something that it is lost, as soon as it is. */
  async #watch(signal: AbortSignal): Promise<void> {
    const { clock, term } = this.#options;
    while (!signal.aborted) {
      const left = this.#joined === undefined ? 0 : this.#left(this.#joined);
      if (left <= 0) this.#lose();
      await clock.wait(left > 0 ? left : term / 15, signal);
    }
  }

  #forget(): void {
    this.#joined = undefined;
    if (this.#lost.signal.aborted) this.#tell();
    else this.#lose();
  }

  #lose(): void {
    if (this.#lost.signal.aborted) return;
    if (this.#joined !== undefined)
      this.#options.log.warn({ member: this.#joined.id }, 'leases were not renewed in time: what runs under them is given up');
    this.#lost.abort();
    this.#tell();
  }

  #regain(): void {
    if (this.#joined === undefined || this.#left(this.#joined) <= 0 || !this.#lost.signal.aborted) return;
    this.#lost = new AbortController();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
