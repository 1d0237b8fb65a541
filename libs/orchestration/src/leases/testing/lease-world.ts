import { silentLog, VirtualClock, type Clock } from '#event-sourcing';
import type { Document, Row } from '#readstore/port.js';
import { LeaseKeeper } from '../lease-keeper.js';
import type { LeaseStore } from '../rows.js';

/** What a call to the store comes to. `refused`: nothing is written; `lost`: it is written, but the caller gets an error. Delays in ms. */
export interface CallFate {
  readonly before: number;
  readonly after: number;
  readonly outcome: 'done' | 'refused' | 'lost';
}

/** Rows as every store keeps them: each change at once, by compare and set. */
class SharedRows implements LeaseStore {
  readonly #tables = new Map<string, Map<string, { version: number; document: Document | null }>>();

  async getRow<D extends Document>(table: string, id: string): Promise<Row<D> | undefined> {
    return (await this.rows<D>(table)).find((row) => row.id === id);
  }

  async rows<D extends Document>(table: string): Promise<readonly Row<D>[]> {
    const rows = [...(this.#tables.get(table) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return rows.flatMap(([id, { version, document }]) => (document === null ? [] : [{ id, version, document: structuredClone(document) as D }]));
  }

  async compareAndSet(table: string, id: string, expected: number, document: Document | null): Promise<number | undefined> {
    const rows = this.#tables.get(table) ?? new Map<string, { version: number; document: Document | null }>();
    this.#tables.set(table, rows);
    const row = rows.get(id);
    const stands = row === undefined || row.document === null ? 0 : row.version;
    if (stands !== expected) return undefined;
    const version = (row?.version ?? 0) + 1;
    rows.set(id, { version, document: structuredClone(document) });
    return document === null ? 0 : version;
  }
}

/** A process with leases that can be stopped (SIGSTOP: no timer fires, no answer arrives, time goes on) and killed. */
export class Worker {
  readonly keeper: LeaseKeeper;
  /** Devices with something under way. */
  readonly busy = new Set<string>();
  #paused: Promise<void> | undefined;
  #resume: () => void = () => undefined;
  #killed = false;

  constructor(
    private readonly world: LeaseWorld,
    label: string,
    settings: { readonly term: number; readonly works?: boolean; readonly singletons?: readonly string[] },
  ) {
    const { clock } = world;
    const own: Clock = {
      now: () => clock.now(),
      wait: async (ms, signal) => {
        await clock.wait(ms, signal);
        await this.#awake();
      },
    };
    this.keeper = new LeaseKeeper({
      store: this.#store(),
      clock: own,
      steady: () => clock.now(),
      log: silentLog,
      term: settings.term,
      label,
      works: settings.works ?? true,
      singletons: settings.singletons ?? [],
      busy: () => this.busy,
    });
    this.keeper.start();
  }

  get alive(): boolean {
    return !this.#killed;
  }

  pause(): void {
    this.#paused ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    if (this.#killed) return;
    this.#paused = undefined;
    this.#resume();
  }

  /** Nothing of it ever goes on. */
  kill(): void {
    this.pause();
    this.#killed = true;
  }

  async #awake(): Promise<void> {
    while (this.#paused !== undefined) await this.#paused;
  }

  #store(): LeaseStore {
    const { rows } = this.world;
    const call = async <T>(work: () => Promise<T>): Promise<T> => {
      const { before, after, outcome } = this.world.fate();
      await this.world.clock.wait(before);
      // Sent: it arrives although the sender may have been stopped by now.
      const answer = outcome === 'refused' ? undefined : await work();
      await this.world.clock.wait(after);
      await this.#awake();
      if (outcome !== 'done') throw new Error(`the call was ${outcome}`);
      return answer as T;
    };
    return {
      getRow: async (table, id) => call(async () => rows.getRow(table, id)),
      rows: async (table) => call(async () => rows.rows(table)),
      compareAndSet: async (table, id, expected, document) => call(async () => rows.compareAndSet(table, id, expected, document)),
    };
  }
}

/** Several workers on one store under one virtual clock. */
export class LeaseWorld {
  readonly clock = new VirtualClock(1_000_000);
  readonly rows = new SharedRows();
  readonly workers: Worker[] = [];
  fate: () => CallFate = () => ({ before: 1, after: 1, outcome: 'done' });

  join(settings: { readonly term: number; readonly works?: boolean; readonly singletons?: readonly string[] }): Worker {
    const worker = new Worker(this, `worker ${this.workers.length}`, settings);
    this.workers.push(worker);
    return worker;
  }
}
