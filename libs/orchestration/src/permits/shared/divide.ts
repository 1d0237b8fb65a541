import type { Claim } from './share-document.js';

/** What a process sees of a limit when it decides about its part. */
export interface ClaimView {
  /** The limit, 0 and more. */
  readonly most: number;
  readonly me: string;
  /** What is on record for it. */
  readonly mine: number;
  /** What it uses at the moment: it cannot be given back. */
  readonly used: number;
  /** It was short of permits. */
  readonly wanted: boolean;
  /** It is short of these or of others that it needs at the same time. */
  readonly isShort: boolean;
  /** Of the other members, by name. */
  readonly others: ReadonlyMap<string, Claim>;
  /** Rises slowly: whose turn it is to have what cannot be divided. */
  readonly turn: number;
}

export interface NextClaim extends Claim {
  /** It may use so much, once that is on record; less than is held as long as more is in use. */
  readonly most: number;
}

/**
 * A process takes what is free, fast when it needs more and more. As soon as another one goes short, it goes down to a fair part, or to what
 * it uses when that is less and it is short of nothing itself: two that each have what the other one needs would else hand it to and fro for
 * ever. What others have on record is never taken.
 */
export function nextClaim({ most: limit, me, mine, used, wanted, isShort, others, turn }: ClaimView): NextClaim {
  const claims = [...others.values()];
  const free = Math.max(0, limit - claims.reduce((sum, { held }) => sum + held, 0));
  const rivals = [...others].filter(([, { held, wants }]) => held > 0 || wants).map(([name]) => name);
  const fair = fairPart(limit, me, rivals, turn);
  const wish = wanted ? Math.max(fair, mine * 2, used + 1) : mine;
  const isContested = claims.some(({ wants }) => wants);
  const most = Math.min(free, wish, isContested ? (isShort ? fair : Math.min(fair, used)) : Infinity);
  return { held: Math.max(most, used), most, wants: wanted && most <= used };
}

/** All fair parts together are the limit; what cannot be divided goes round. */
function fairPart(limit: number, me: string, rivals: readonly string[], turn: number): number {
  const all = [...rivals, me].toSorted();
  const place = (all.indexOf(me) + turn) % all.length;
  return Math.floor(limit / all.length) + (place < limit % all.length ? 1 : 0);
}
