import type { Limit, LimitsInForce } from '../limit-table.js';
import type { PermitScope } from '../port.js';

/** What this process may use of one limit. */
export interface OwnClaim {
  /** On record, so that nobody else grants it. */
  most: number;
  /** It was short, and is until more is on record. */
  wanted: boolean;
}

export interface OwnShare {
  readonly open: OwnClaim;
  readonly fresh: OwnClaim;
  /** Since when nothing of it is used, epoch ms; undefined: it is. */
  idleSince: number | undefined;
}

/** The part of all limits that is this process's own, as limits to count by. What is unlimited is so for everybody. */
export class OwnShares implements LimitsInForce {
  private readonly shares = new Map<PermitScope, OwnShare>();
  private readonly listeners = new Set<(scope: PermitScope) => void>();

  /** @param limits of all processes together */
  constructor(private readonly limits: LimitsInForce) {}

  get size(): number {
    return this.shares.size;
  }

  /** Scopes in which this process has, or wants, a share. */
  get scopes(): Iterable<PermitScope> {
    return this.shares.keys();
  }

  /** It is short of something. */
  get isShort(): boolean {
    for (const { open, fresh } of this.shares.values()) if (open.wanted || fresh.wanted) return true;
    return false;
  }

  of(scope: PermitScope): Limit {
    const { maxConcurrency, maxNewPerSecond } = this.limits.of(scope);
    const share = this.shares.get(scope);
    const part = (limit: number, most = 0): number => (limit < 0 ? limit : Math.min(limit, most));
    return { maxConcurrency: part(maxConcurrency, share?.open.most), maxNewPerSecond: part(maxNewPerSecond, share?.fresh.most) };
  }

  find(scope: PermitScope): OwnShare | undefined {
    return this.shares.get(scope);
  }

  get(scope: PermitScope): OwnShare {
    const known = this.shares.get(scope);
    if (known !== undefined) return known;
    const share = { open: { most: 0, wanted: false }, fresh: { most: 0, wanted: false }, idleSince: undefined };
    this.shares.set(scope, share);
    return share;
  }

  /** Nothing of it is ours. */
  drop(scope: PermitScope): void {
    this.shares.delete(scope);
  }

  /** Nothing of anything is. */
  dropAll(): void {
    const scopes = [...this.shares.keys()];
    this.shares.clear();
    for (const scope of scopes) this.tell(scope);
  }

  /** There is more of it than there was, or it has to be asked for anew. */
  tell(scope: PermitScope): void {
    for (const listener of this.listeners) listener(scope);
  }

  onChange(listener: (scope: PermitScope) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
