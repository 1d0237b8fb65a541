import type { Document } from '#readstore/port.js';
import type { PermitScope } from '../port.js';

/** Rows of shared permits: one per scope with a limit. */
export const PERMITS = 'permits';

/** What a process has of a limit. */
export interface Claim {
  /** So much of the limit is its own: nobody else grants any of it. */
  readonly held: number;
  /** It needs more than it could get. */
  readonly wants: boolean;
}

/** The share of one process in a scope. */
export interface Share {
  /** Of the connections at once. */
  readonly open: Claim;
  /** Of the new connections per second. */
  readonly fresh: Claim;
}

/** Shares by member of the leases. Of one that is no member any more a share is free. */
export type ShareDocument = Document & { readonly shares: Readonly<Record<string, Share>> };

export const NO_CLAIM: Claim = { held: 0, wants: false };
export const NO_SHARE: Share = { open: NO_CLAIM, fresh: NO_CLAIM };

/** Rows have names, and the whole network has none as a scope. */
export const rowOfScope = (scope: PermitScope): string => (scope === '' ? 'network' : scope);
export const scopeOfRow = (id: string): PermitScope => (id === 'network' ? '' : id);

export const isSameClaim = (a: Claim, b: Claim): boolean => a.held === b.held && a.wants === b.wants;
export const isSameShare = (a: Share, b: Share): boolean => isSameClaim(a.open, b.open) && isSameClaim(a.fresh, b.fresh);
