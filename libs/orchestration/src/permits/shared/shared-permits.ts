import type { Clock, Log } from '#event-sourcing';
import type { ReadStore, Row } from '#readstore/port.js';
import { MEMBERS, type MemberDocument } from '../../leases/rows.js';
import { LocalPermits } from '../local-permits.js';
import type { Limit, LimitsInForce } from '../limit-table.js';
import { scopesOf, type Permit, type PermitRefusal, type Permits, type PermitScope } from '../port.js';
import { nextClaim, type NextClaim } from './divide.js';
import { OwnShares, type OwnClaim } from './own-share.js';
import { isSameShare, NO_CLAIM, NO_SHARE, PERMITS, rowOfScope, scopeOfRow, type Claim, type Share, type ShareDocument } from './share-document.js';

/** That this process is there, as the leases know it. */
export interface PermitMember {
  /** Its name in this life; undefined while it must not work, for others may take over what it had. */
  readonly member: string | undefined;
  onChange(listener: () => void): () => void;
}

export interface SharedPermitsOptions {
  /** Of all processes together. */
  readonly limits: LimitsInForce;
  readonly store: Pick<ReadStore, 'rows' | 'compareAndSet'>;
  readonly leases: PermitMember;
  readonly clock: Clock;
  readonly log: Log;
}

/** Others may have become short of what this process does not use: looked at so often, ms. */
const LOOK = 500;
/** While it is short itself. */
const LOOK_WHEN_SHORT = 100;
/** Between two looks at least. */
const BREATH = 10;
/** Looking takes no more than one part in so many of the time, unless the store is very slow. */
const RESTRAINT = 10;
/** Between two looks at most, also when the store is slow and somebody is short. */
const LONGEST_BREATH = 2_000;
/** What cannot be divided changes hands so often, ms. */
const TURN = 10_000;
/** What has not been used for so long is given back, so that only rows of scopes with something going on are to be looked at, ms. */
const IDLE = 60_000;
const PAUSE_AFTER_ERROR = 1_000;
/** Given as the reason to spare each wait the exception that an abort without one makes. */
const WOKEN = 'woken';

/**
 * Permits of several processes under the same limits. Each has a share of each limit on record, changed by compare-and-set, and grants permits
 * out of it as if it were alone; the shares together are never more than the limit. The share of a process that died is free as soon as the
 * leases have removed it from the members: until then its sessions may still be open.
 */
export class SharedPermits implements Permits {
  private readonly own: OwnShares;
  private readonly local: LocalPermits;
  private heldAs: string | undefined;
  /** There may be shares on record that are not known here. */
  private isUnsure = true;
  private kicked = false;
  private wake: () => void = () => undefined;

  constructor(private readonly options: SharedPermitsOptions) {
    this.own = new OwnShares(options.limits);
    this.local = new LocalPermits({ of: (scope) => this.own.of(scope), onChange: (listener) => this.own.onChange(listener) });
    options.limits.onChange((scope) => this.limitChanged(scope));
    options.leases.onChange(() => {
      this.isMember();
      this.kick();
    });
  }

  /** Connections of this process that are open in a scope. */
  inUse(scope: PermitScope): number {
    return this.local.inUse(scope);
  }

  tryAcquire(cell: string, now: number): Permit | undefined {
    if (!this.isMember()) return undefined;
    const permit = this.local.tryAcquire(cell, now);
    if (permit === undefined) this.goShort(cell, now);
    return permit;
  }

  refusalOf(cell: string, now: number): PermitRefusal | undefined {
    return this.isMember() ? this.local.refusalOf(cell, now) : { scope: '' };
  }

  release(permit: Permit, unused = false): void {
    this.local.release(permit, unused);
    // What others have been waiting for can be given back now.
    if (scopesOf(permit.cell).some((scope) => this.local.inUse(scope) >= (this.own.find(scope)?.open.most ?? Infinity))) this.kick();
  }

  onFreed(listener: (scope: PermitScope) => void): () => void {
    return this.local.onFreed(listener);
  }

  /** Keeps the shares. Resolves after the signal aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.options;
    while (!signal.aborted) {
      const began = clock.now();
      let pause = LOOK;
      try {
        this.kicked = false;
        await this.look();
        pause = this.own.isShort ? LOOK_WHEN_SHORT : LOOK;
      } catch (error) {
        if (!signal.aborted) log.error({ err: error }, 'permits could not be shared out; it will be tried again');
        pause = PAUSE_AFTER_ERROR;
      }
      await clock.wait(Math.min(LONGEST_BREATH, Math.max(BREATH, RESTRAINT * (clock.now() - began))), signal);
      await this.sleep(pause, signal);
    }
  }

  private async sleep(pause: number, signal: AbortSignal): Promise<void> {
    if (this.kicked) return;
    const woken = new AbortController();
    this.wake = () => woken.abort(WOKEN);
    await this.options.clock.wait(pause, AbortSignal.any([woken.signal, signal]));
    this.wake = () => undefined;
  }

  private kick(): void {
    this.kicked = true;
    this.wake();
  }

  /** What was held in another life is not ours any more. */
  private isMember(): boolean {
    const { member } = this.options.leases;
    if (member !== this.heldAs) {
      this.heldAs = member;
      this.isUnsure = true;
      this.own.dropAll();
    }
    return member !== undefined;
  }

  private limitChanged(scope: PermitScope): void {
    // Of what was unlimited nothing is on record: what is in use is to be.
    const own = this.local.inUse(scope) > 0 ? this.own.get(scope) : this.own.find(scope);
    // What may have become too much is not granted any more before all shares fit into the new limit.
    for (const claim of own === undefined ? [] : [own.open, own.fresh]) Object.assign(claim, { most: 0, wanted: claim.wanted || claim.most > 0 });
    this.own.tell(scope);
    this.kick();
  }

  private goShort(cell: string, now: number): void {
    for (const scope of scopesOf(cell)) {
      const [part, whole] = [this.own.of(scope), this.options.limits.of(scope)];
      // There is nothing to gain where others have nothing.
      const isShort = {
        open: part.maxConcurrency < whole.maxConcurrency && this.local.inUse(scope) >= part.maxConcurrency,
        fresh: part.maxNewPerSecond < whole.maxNewPerSecond && this.local.newIn(scope, now) >= part.maxNewPerSecond,
      };
      if (isShort.open || isShort.fresh) this.want(scope, isShort);
    }
  }

  private want(scope: PermitScope, isShort: Readonly<Record<keyof Share, boolean>>): void {
    const own = this.own.get(scope);
    for (const kind of ['open', 'fresh'] as const) {
      if (!isShort[kind] || own[kind].wanted) continue;
      own[kind].wanted = true;
      this.kick();
    }
  }

  private async look(): Promise<void> {
    const { store } = this.options;
    if (!this.isMember() || this.heldAs === undefined || (this.own.size === 0 && !this.isUnsure)) return;
    const me = this.heldAs;
    // In this order: an owner who is missing among the members was removed, and has not just come.
    const rows = new Map((await store.rows<ShareDocument>(PERMITS)).map((row) => [scopeOfRow(row.id), row]));
    const members = new Set((await store.rows<MemberDocument>(MEMBERS)).map(({ document }) => document.id));
    if (!this.isMember() || this.heldAs !== me) return;
    this.isUnsure = false;
    const onRecord = [...rows].filter(([, { document }]) => me in document.shares).map(([scope]) => scope);
    for (const scope of new Set([...this.own.scopes, ...onRecord])) await this.settle(scope, rows.get(scope), members, me);
  }

  private async settle(scope: PermitScope, row: Row<ShareDocument> | undefined, members: ReadonlySet<string>, me: string): Promise<void> {
    const { clock, limits, store } = this.options;
    if (!this.isMember() || this.heldAs !== me) return;
    const shares = Object.entries(row?.document.shares ?? {});
    const others = new Map(shares.filter(([name]) => name !== me && members.has(name)));
    const mine = row?.document.shares[me] ?? NO_SHARE;
    const own = this.own.get(scope);
    const limit = limits.of(scope);
    const now = clock.now();
    const [inUse, isNew] = [this.local.inUse(scope), this.local.newIn(scope, now)];
    own.idleSince = inUse > 0 || isNew > 0 || own.open.wanted || own.fresh.wanted ? undefined : (own.idleSince ?? now);
    const isKept = own.idleSince === undefined || now - own.idleSince < IDLE;
    const next = (kind: keyof Share, most: number, used: number): NextClaim => {
      if (most < 0) return { ...NO_CLAIM, most: 0 };
      const claims = new Map([...others].map(([name, share]): [string, Claim] => [name, share[kind]]));
      const turn = Math.floor(now / TURN);
      return nextClaim({
        most,
        me,
        mine: isKept ? mine[kind].held : 0,
        used,
        wanted: own[kind].wanted,
        isShort: this.own.isShort,
        others: claims,
        turn,
      });
    };
    const open = next('open', limit.maxConcurrency, inUse);
    const fresh = next('fresh', limit.maxNewPerSecond, isNew);
    const share: Share = { open: { held: open.held, wants: open.wants }, fresh: { held: fresh.held, wants: fresh.wants } };
    // What is given up is not used any more from before it can be seen that it was.
    own.open.most = Math.min(own.open.most, open.most);
    own.fresh.most = Math.min(own.fresh.most, fresh.most);
    if (!isSameShare(share, mine)) {
      const kept = isSameShare(share, NO_SHARE) ? others : new Map(others).set(me, share);
      const document = kept.size === 0 ? null : { shares: Object.fromEntries(kept) };
      this.isUnsure = true;
      const changed = await store.compareAndSet(PERMITS, rowOfScope(scope), row?.version ?? 0, document);
      // Somebody was faster: the next look sees what is left.
      if (changed === undefined) return this.kick();
      this.isUnsure = false;
      if (!this.isMember() || this.heldAs !== me) return;
      // What was worked out is no more than the limit was: under another one it may be too much.
      if (!isSameLimit(limits.of(scope), limit)) return this.kick();
    }
    this.use(scope, open, fresh);
  }

  /** What is on record may be used. */
  private use(scope: PermitScope, open: NextClaim, fresh: NextClaim): void {
    const own = this.own.get(scope);
    const isMore = open.most > own.open.most || fresh.most > own.fresh.most;
    own.open.most = open.most;
    own.fresh.most = fresh.most;
    // It may have been used up again meanwhile.
    own.open.wanted &&= open.wants || this.local.inUse(scope) >= open.most;
    own.fresh.wanted &&= fresh.wants || this.local.newIn(scope, this.options.clock.now()) >= fresh.most;
    if (isMore) this.own.tell(scope);
    else if (isNothing(own.open) && isNothing(own.fresh) && open.held === 0 && fresh.held === 0) this.own.drop(scope);
  }
}

const isSameLimit = (a: Limit, b: Limit): boolean => a.maxConcurrency === b.maxConcurrency && a.maxNewPerSecond === b.maxNewPerSecond;
const isNothing = ({ most, wanted }: OwnClaim): boolean => most === 0 && !wanted;

export const sharedPermits = (options: SharedPermitsOptions): SharedPermits => new SharedPermits(options);
