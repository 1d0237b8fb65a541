import type { CollectionDefinition, SweepOptions } from '../port.js';

export interface RowGroup {
  readonly collection: string;
  readonly fields: readonly string[];
  /**
   * Row after row, each of `4 + fields.length` values: id, position, JSON (null deletes), when it expires (null: never), then those of the fields.
   * One array crosses to the writer thread at a fraction of the cost of an array for each row.
   */
  readonly values: readonly (string | number | null)[];
}

/** How many values of {@link RowGroup.values} make a row. */
export const rowWidth = ({ fields }: Pick<RowGroup, 'fields'>): number => 4 + fields.length;

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
