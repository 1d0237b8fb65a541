import type { ReadStore, Row } from '#readstore/port.js';

/** What leases need of the read store. */
export type LeaseStore = Pick<ReadStore, 'getRow' | 'rows' | 'compareAndSet'>;

/** Who is there: one row per process, its id a slot that is used again. Only its process changes it; everybody may remove it. */
export const MEMBERS = 'members';
/** Who holds what: one row per lease. */
export const LEASES = 'leases';

export type MemberDocument = {
  /** Of this life of the process: never used again. */
  readonly id: string;
  /** For people: host and process. */
  readonly label: string;
  /** Wants a share of the partitions. */
  readonly works: boolean;
  /** How long others must not have seen a renewal before they take over, ms: its own, as it believes in what it holds for two thirds of that. */
  readonly term: number;
  /** Rises with each renewal. */
  readonly beat: number;
};

export type LeaseDocument = {
  /** Id of a member; null: given back. A lease whose owner is no member any more is free. */
  readonly owner: string | null;
  /** Rises whenever the lease is taken: whoever acts under a lower one acts too late. */
  readonly token: number;
};

export type MemberRow = Row<MemberDocument>;
export type LeaseRow = Row<LeaseDocument>;
