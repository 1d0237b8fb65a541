import type { Condition, Document, Query, ReadStore, Scalar, Stored } from '#readstore/port.js';
import type { Collection } from '../projection.js';

export const DEFAULT_LIMIT = 50;
export const LARGEST_LIMIT = 500;

export interface PageRequest {
  /** 1 to 500, 50 unless told; anything outside is brought inside. */
  readonly limit?: number;
  /** `next` of the page before, of the same list. */
  readonly after?: string;
}

export interface ItemPage<T> {
  readonly items: readonly T[];
  /** Opaque, stable while new data arrives; null at the end. */
  readonly next: string | null;
}

/** A document as queries answer it, with the position of the last event in it. */
export type Positioned<D> = D & { readonly position: number };

export type Find = Pick<Query, 'where' | 'sort' | 'descending'>;

/** @throws ReadStoreError INVALID_CURSOR */
export async function findPage<D extends Document, T>(
  readStore: ReadStore,
  collection: Collection<D>,
  find: Find,
  { limit = DEFAULT_LIMIT, after }: PageRequest,
  view: (stored: Stored<D>) => T,
): Promise<ItemPage<T>> {
  const within = Math.min(LARGEST_LIMIT, Math.max(1, Math.trunc(limit)));
  const page = await readStore.find<D>(collection.name, { ...find, limit: within, ...(after === undefined ? {} : { after }) });
  return { items: page.items.map(view), next: page.next };
}

/** The condition if there is something to compare with. */
export function equals(field: string, value: Scalar | undefined): readonly Condition[] {
  return value === undefined ? [] : [{ field, equals: value }];
}

/** `from` inclusive, `to` exclusive. */
export function between<T extends string | number>(field: string, from: T | undefined, to: T | undefined): readonly Condition[] {
  if (from === undefined && to === undefined) return [];
  return [{ field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
}
