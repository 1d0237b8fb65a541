import { quotaOf } from './fair-share.js';
import { PARTITION_LEASES, partitionOfLease } from './partition.js';
import type { LeaseRow, MemberRow } from './rows.js';

/** What a member sees and is. The leases were read before the members: an owner who is missing among them has gone for good. */
export interface LeaseView {
  readonly leases: readonly LeaseRow[];
  readonly members: readonly MemberRow[];
  /** Slots of members that have not renewed for a full term. */
  readonly silent: ReadonlySet<string>;
  /** Id of the one who decides. */
  readonly me: string;
  /** Wants a share of the partitions. */
  readonly works: boolean;
  /** Leases of which there is one only, and that this member can serve. */
  readonly singletons: readonly string[];
  /** What it holds, also what it is about to give back. */
  readonly held: ReadonlySet<string>;
  /** What it is about to give back. */
  readonly draining: ReadonlySet<string>;
}

export type LeaseAct =
  /** Removes a silent member: from then on it can never renew again, and what it held is free. */
  | { readonly kind: 'evict'; readonly slot: string; readonly version: number }
  | { readonly kind: 'claim'; readonly name: string; readonly version: number; readonly token: number }
  /** Begins no more work under the lease, and gives it back when what is under way has ended. */
  | { readonly kind: 'drain'; readonly name: string };

/** What a member does next; nothing when all is well. */
export function decideLeases(view: LeaseView): readonly LeaseAct[] {
  const evictions = view.members
    .filter(({ id, document }) => view.silent.has(id) && document.id !== view.me)
    .map(({ id, version }): LeaseAct => ({ kind: 'evict', slot: id, version }));
  return [...evictions, ...claims(view, view.singletons), ...partitionActs(view)];
}

function partitionActs(view: LeaseView): readonly LeaseAct[] {
  if (!view.works) return [];
  const workers = view.members.filter(({ document }) => document.works).map(({ document }) => document.id);
  const quota = quotaOf(view.me, workers, PARTITION_LEASES.length);
  const mine = [...view.held].filter((name) => partitionOfLease(name) !== undefined && !view.draining.has(name));
  if (mine.length > quota)
    return mine
      .toSorted()
      .slice(quota)
      .map((name) => ({ kind: 'drain', name }));
  return claims(view, turned(PARTITION_LEASES, workers.toSorted().indexOf(view.me) / workers.length)).slice(0, quota - mine.length);
}

/** Members begin at different places, so that they seldom want the same. */
function turned(names: readonly string[], share: number): readonly string[] {
  const start = Math.floor(names.length * Math.max(0, share));
  return [...names.slice(start), ...names.slice(0, start)];
}

function claims({ leases, members, held }: LeaseView, wanted: readonly string[]): readonly (LeaseAct & { readonly kind: 'claim' })[] {
  const rows = new Map(leases.map((row) => [row.id, row]));
  const alive = new Set(members.map(({ document }) => document.id));
  return wanted.flatMap((name) => {
    if (held.has(name)) return [];
    const row = rows.get(name);
    if (row === undefined) return [{ kind: 'claim' as const, name, version: 0, token: 1 }];
    const { owner, token } = row.document;
    if (owner !== null && alive.has(owner)) return [];
    return [{ kind: 'claim' as const, name, version: row.version, token: token + 1 }];
  });
}
