import { silentLog, VirtualClock } from '#event-sourcing';
import type { Document, Row } from '#readstore/port.js';
import { MEMBERS } from '../../../leases/rows.js';
import type { LimitTable } from '../../limit-table.js';
import { scopesOf, type Permit, type PermitScope } from '../../port.js';
import { SharedPermits, type PermitMember, type SharedPermitsOptions } from '../shared-permits.js';

/** What a call to the store comes to. `refused`: nothing is written; `lost`: it is written, but the caller gets an error. Delays in ms. */
export interface CallFate {
  readonly before: number;
  readonly after: number;
  readonly outcome: 'done' | 'refused' | 'lost';
}

interface Kept {
  readonly version: number;
  readonly document: Document | null;
}

/** A process with its permits: those that are open, and what it is taken for. */
export class Office implements PermitMember {
  readonly permits: SharedPermits;
  open: Permit[] = [];
  member: string | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly lost: Permit[] = [];
  private lives = 0;
  private sleep: Promise<void> | undefined;
  private resume: () => void = () => undefined;

  constructor(
    private readonly world: PermitWorld,
    private readonly name: string,
  ) {
    this.permits = new SharedPermits({
      limits: world.limits,
      store: world.storeOf(this),
      leases: this,
      clock: world.clock,
      log: silentLog,
    });
    this.rejoin();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Answers whether a permit was granted. */
  acquire(cell: string): boolean {
    const permit = this.sleep !== undefined ? undefined : this.permits.tryAcquire(cell, this.world.clock.now());
    if (permit === undefined) return false;
    this.open.push(permit);
    this.world.granted.push(permit);
    return true;
  }

  /** Ends one of its sessions. */
  release(which: number): void {
    const [permit] = this.open.splice(which % Math.max(1, this.open.length), 1);
    if (permit !== undefined) this.permits.release(permit);
  }

  /** Its leases were not renewed in time, and may be over: it starts nothing. */
  doubt(): void {
    this.member = undefined;
    this.tell();
  }

  /** It stands among the members: under the name it has, or under a new one after its row was removed. */
  rejoin(): void {
    if (!this.world.isMember(this.name)) this.lives++;
    this.member = `${this.name}.${this.lives}`;
    this.world.enter(this.name, this.member);
    this.tell();
  }

  /** It is stopped (SIGSTOP) or dead: nothing of it goes on, its sessions stay open. */
  pause(): void {
    this.sleep ??= new Promise((resolve) => {
      this.resume = resolve;
    });
  }

  /** Its sessions are no more, whether it knows or not. */
  lose(): void {
    this.lost.push(...this.open.splice(0));
  }

  /** It wakes up after its row was removed, finds its sessions ended, and joins anew. What it waited for comes in after that. */
  wake(): void {
    this.doubt();
    for (const permit of this.lost.splice(0)) this.permits.release(permit);
    this.rejoin();
    this.sleep = undefined;
    this.resume();
  }

  async awake(): Promise<void> {
    while (this.sleep !== undefined) await this.sleep;
  }

  get row(): string {
    return this.name;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Processes that share permits through one store, under one virtual clock. */
export class PermitWorld {
  readonly clock = new VirtualClock(1_000_000);
  readonly granted: Permit[] = [];
  writes = 0;
  fate: (caller: Office) => CallFate = () => ({ before: 1, after: 1, outcome: 'done' });
  private readonly offices: Office[] = [];
  private readonly tables = new Map<string, Map<string, Kept>>();
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>[] = [];

  constructor(readonly limits: LimitTable) {}

  join(): Office {
    const office = new Office(this, `office-${this.offices.length}`);
    this.offices.push(office);
    this.running.push(office.permits.run(this.stopping.signal));
    return office;
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  enter(row: string, id: string): void {
    this.set(MEMBERS, row, { id });
  }

  isMember(row: string): boolean {
    return this.tables.get(MEMBERS)?.get(row)?.document != null;
  }

  /** The others have not seen a sign of life for so long that its sessions have ended. */
  evict(office: Office): void {
    office.lose();
    this.set(MEMBERS, office.row, null);
  }

  /** Sessions that may be open in a scope, those of dead processes too. */
  openIn(scope: PermitScope): number {
    return this.offices.flatMap(({ open }) => open).filter(({ cell }) => scopesOf(cell).includes(scope)).length;
  }

  /** Connections made in the last second. */
  newIn(scope: PermitScope): number {
    const since = this.clock.now() - 1_000;
    return this.granted.filter(({ cell, grantedAt }) => grantedAt > since && scopesOf(cell).includes(scope)).length;
  }

  storeOf(office: Office): SharedPermitsOptions['store'] {
    const call = async <T>(work: () => T): Promise<T> => {
      const { before, after, outcome } = this.fate(office);
      await this.clock.wait(before);
      await office.awake();
      const answer = outcome === 'refused' ? undefined : work();
      await this.clock.wait(after);
      await office.awake();
      if (outcome !== 'done') throw new Error(`the call was ${outcome}`);
      return answer as T;
    };
    return {
      rows: async <D extends Document>(table: string) => call(() => this.rowsOf<D>(table)),
      compareAndSet: async (table, id, expected, document) =>
        call(() => {
          const kept = this.tables.get(table)?.get(id);
          if ((kept?.document == null ? 0 : kept.version) !== expected) return undefined;
          this.writes++;
          return this.set(table, id, document);
        }),
    };
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.clock.advance(10_000);
    await Promise.all(this.running);
  }

  rowsOf<D extends Document>(table: string): readonly Row<D>[] {
    const rows = [...(this.tables.get(table) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return rows.flatMap(([id, { version, document }]) => (document === null ? [] : [{ id, version, document: structuredClone(document) as D }]));
  }

  private set(table: string, id: string, document: Document | null): number {
    const rows = this.tables.get(table) ?? new Map<string, Kept>();
    this.tables.set(table, rows);
    const version = (rows.get(id)?.version ?? 0) + 1;
    rows.set(id, { version, document: structuredClone(document) });
    return document === null ? 0 : version;
  }
}
