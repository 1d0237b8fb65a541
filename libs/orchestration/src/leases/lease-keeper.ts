import { performance } from 'node:perf_hooks';
import type { Clock, Log } from '#event-sourcing';
import type { Ownership } from '../ownership.js';
import { decideLeases, type LeaseAct } from './decide-leases.js';
import { Membership } from './membership.js';
import { leaseOfDevice, partitionOfLease } from './partition.js';
import { LEASES, MEMBERS, type LeaseDocument, type LeaseStore, type MemberDocument, type MemberRow } from './rows.js';
import { Silence } from './silence.js';

export interface LeaseKeeperOptions {
  readonly store: LeaseStore;
  readonly clock: Clock;
  readonly log: Log;
  /** How long others wait for a sign of life before they take over, ms. */
  readonly term: number;
  /** For people: host and process. */
  readonly label: string;
  /** Wants a share of the partitions. */
  readonly works: boolean;
  /** Leases of which there is one only, and that this process can serve. */
  readonly singletons: readonly string[];
  /** Devices with something under way: their partitions are not given back meanwhile. */
  readonly busy?: () => Iterable<string>;
  /** Ms of a clock that never goes back. */
  readonly steady?: () => number;
}

/** Given as the reason to spare each wait the exception that an abort without one makes. */
const WOKEN = 'woken';

interface Held {
  readonly version: number;
  readonly token: number;
}

/**
 * The leases of this process: a fair share of the partitions, and things of which one process does all. Never two processes own one at an
 * instant, whatever pauses, crashes or loses its store (docs/adr/0022).
 */
export class LeaseKeeper implements Ownership {
  readonly #options: LeaseKeeperOptions;
  readonly #steady: () => number;
  readonly #membership: Membership;
  readonly #silence = new Silence();
  readonly #stopping = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #draining = new Set<string>();
  #held = new Map<string, Held>();
  #heldAs: string | undefined;
  #wake: () => void = () => undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
    this.#steady = options.steady ?? (() => performance.now());
    this.#membership = new Membership({ ...options, steady: this.#steady });
    this.#membership.onChange(() => {
      this.#changed();
      this.#wake();
    });
  }

  /** Begins in the background: what it comes to own is told by {@link onChange}. */
  start(): void {
    const { signal } = this.#stopping;
    this.#running = Promise.all([this.#membership.run(signal), this.#rounds(signal)]);
  }

  /** Frees everything at once. Call when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    try {
      await this.#membership.leave();
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the leases of this process could not be given back: others take over when they are over');
    }
  }

  owns(deviceIdentification: string): boolean {
    return this.holds(leaseOfDevice(deviceIdentification));
  }

  fenceOf(deviceIdentification: string): number | undefined {
    return this.#held.get(leaseOfDevice(deviceIdentification))?.token;
  }

  valid(): boolean {
    return this.#membership.valid();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** May begin something under this lease. */
  holds(name: string): boolean {
    return this.#isOurs(name) && !this.#draining.has(name);
  }

  /** May go on with what was begun: also while the partition is about to be given back. */
  keeps(deviceIdentification: string): boolean {
    return this.#isOurs(leaseOfDevice(deviceIdentification));
  }

  /** Name of this life of the process among the members; undefined while it must not work. */
  get member(): string | undefined {
    return this.valid() ? this.#membership.id : undefined;
  }

  /** Aborts when everything that was begun has to be given up. */
  get lost(): AbortSignal {
    return this.#membership.lost;
  }

  /** Numbers of the partitions that are owned. */
  get partitions(): readonly number[] {
    return [...this.#held.keys()].filter((name) => this.holds(name)).flatMap((name) => partitionOfLease(name) ?? []);
  }

  #isOurs(name: string): boolean {
    return this.#held.has(name) && this.#heldAs === this.#membership.id && this.valid();
  }

  #changed(): void {
    const { id } = this.#membership;
    if (id !== this.#heldAs) {
      this.#held = new Map();
      this.#draining.clear();
      this.#heldAs = id;
    }
    for (const listener of this.#listeners) listener();
  }

  async #rounds(signal: AbortSignal): Promise<void> {
    const { clock, log, term } = this.#options;
    while (!signal.aborted) {
      const woken = new AbortController();
      this.#wake = () => woken.abort(WOKEN);
      let pause = term / 15;
      try {
        if (this.#membership.valid()) pause = await this.#round();
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'leases could not be looked after');
      }
      await clock.wait(pause, AbortSignal.any([signal, woken.signal]));
    }
  }

  /** Looks at all rows and does what is to be done; answers when to look again, ms. */
  async #round(): Promise<number> {
    const { store, term, works, singletons } = this.#options;
    const me = this.#membership.id;
    if (me === undefined) return 0;
    // In this order: an owner that is missing among the members was removed, and has not just come.
    const leases = await store.rows<LeaseDocument>(LEASES);
    const members = await store.rows<MemberDocument>(MEMBERS);
    if (this.#membership.id !== me) return 0;
    const now = this.#steady();
    this.#silence.observe(members, now);
    for (const { id, version, document } of leases) {
      // A claim whose answer was lost.
      if (document.owner === me && !this.#held.has(id)) this.#held.set(id, { version, token: document.token });
    }
    // By the term of each, not by ours: it believes in what it holds for two thirds of its own.
    const leftOf = ({ id, document }: MemberRow): number => document.term - (now - (this.#silence.since(id) ?? now));
    const silent = new Set(members.filter((member) => leftOf(member) <= 0).map(({ id }) => id));
    const held = new Set(this.#held.keys());
    const acts = decideLeases({ leases, members, silent, me, works, singletons, held, draining: this.#draining });
    await Promise.all(acts.map(async (act) => this.#perform(act, me)));
    // Before anything is given back: who would begin something under a lease has to know by then.
    if (acts.length > 0) this.#changed();
    await this.#giveBack(me);
    if (silent.size > 0) return 0;
    const others = members.filter(({ document }) => document.id !== me);
    const nextSilent = Math.min(...others.map(leftOf));
    return Math.max(1, Math.min(this.#draining.size > 0 ? term / 60 : term / 3, nextSilent));
  }

  async #perform(act: LeaseAct, me: string): Promise<void> {
    const { store, log } = this.#options;
    switch (act.kind) {
      case 'evict':
        if ((await store.compareAndSet(MEMBERS, act.slot, act.version, null)) !== undefined)
          log.warn({ slot: act.slot }, 'a process has given no sign of life for a lease term: what it held is free');
        return;
      case 'claim': {
        const version = await store.compareAndSet(LEASES, act.name, act.version, { owner: me, token: act.token });
        if (version !== undefined && this.#membership.id === me) this.#held.set(act.name, { version, token: act.token });
        return;
      }
      case 'drain':
        this.#draining.add(act.name);
    }
  }

  /** Gives back what nothing is under way for any more. */
  async #giveBack(me: string): Promise<void> {
    const { store, busy = () => [] } = this.#options;
    const inUse = new Set([...busy()].map((device) => leaseOfDevice(device)));
    for (const name of [...this.#draining].filter((drained) => !inUse.has(drained))) {
      const held = this.#held.get(name);
      if (held === undefined || this.#membership.id !== me) continue;
      // First: from the moment that the row is free somebody else may have it. If it is not, it is found again at the next look.
      this.#held.delete(name);
      this.#draining.delete(name);
      await store.compareAndSet(LEASES, name, held.version, { owner: null, token: held.token });
    }
  }
}
