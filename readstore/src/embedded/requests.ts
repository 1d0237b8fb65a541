import type { CollectionDefinition } from '../port.js';

/** One document: id, position, JSON (null deletes), then the values of the group's fields. */
export type Row = readonly [id: string, position: number, document: string | null, ...values: (string | number)[]];

export interface RowGroup {
  readonly collection: string;
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
}

export interface CheckpointRow {
  readonly projection: string;
  readonly position: number;
}

/** What crosses to the writer thread. Documents cross as JSON: text is cheaper to clone than objects and is stored as it is. */
export type ReadStoreRequest =
  | { readonly kind: 'define'; readonly collections: readonly CollectionDefinition[] }
  | { readonly kind: 'write'; readonly groups: readonly RowGroup[]; readonly checkpoint?: CheckpointRow }
  | { readonly kind: 'reset'; readonly projection: string; readonly collections: readonly string[] };
