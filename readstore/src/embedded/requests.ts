import type { CollectionDefinition, SweepOptions } from '../port.js';

/** One document: id, position, JSON (null deletes), when it expires, then the values of the group's fields. */
export type DocumentRow = readonly [id: string, position: number, document: string | null, expiresAt: number | null, ...values: (string | number)[]];

export interface RowGroup {
  readonly collection: string;
  readonly fields: readonly string[];
  readonly rows: readonly DocumentRow[];
}

export interface CheckpointRow {
  readonly projection: string;
  readonly position: number;
}

export interface RowChange {
  readonly table: string;
  readonly id: string;
  readonly expected: number;
  /** JSON; null removes. */
  readonly document: string | null;
}

/** What crosses to the writer thread. Documents cross as JSON: text is cheaper to clone than objects and is stored as it is. */
export type ReadStoreRequest =
  | { readonly kind: 'define'; readonly collections: readonly CollectionDefinition[]; readonly withIndexes: boolean }
  | { readonly kind: 'write'; readonly groups: readonly RowGroup[]; readonly checkpoint?: CheckpointRow }
  | { readonly kind: 'reset'; readonly projection: string; readonly collections: readonly string[] }
  | { readonly kind: 'forget'; readonly projection: string }
  | ({ readonly kind: 'compare-and-set' } & RowChange)
  | { readonly kind: 'point'; readonly aliases: Readonly<Record<string, string>> }
  | { readonly kind: 'drop'; readonly collections: readonly string[] }
  | ({ readonly kind: 'sweep'; readonly collection: string } & SweepOptions)
  | { readonly kind: 'optimize' };
