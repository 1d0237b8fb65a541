import { afterEach, beforeEach, it } from '@jest/globals';
import type { CollectionDefinition, Document, GuardedWrite, Query, ReadStore } from '../port.js';

/** An empty store of its own for each test. */
export interface ReadStoreUnderTest {
  readonly store: ReadStore;
  /** Closes the store and opens it on what it kept; left out by a store that keeps nothing. */
  reopen?(): Promise<ReadStore>;
  /** Releases everything, also when the test closed the store itself. */
  close(): Promise<void>;
}

export type OpenReadStore = () => Promise<ReadStoreUnderTest>;

export const meters: CollectionDefinition = { name: 'meters', indexes: [['city'], ['city', 'load'], ['load'], ['active']] };
export const alarms: CollectionDefinition = { name: 'alarms', indexes: [['device']] };

/** Opens a store with both collections before each test of the surrounding `describe`, closes it after. */
export function useReadStore(open: OpenReadStore): () => ReadStoreUnderTest {
  let current: ReadStoreUnderTest | undefined;
  beforeEach(async () => {
    current = await open();
    await current.store.define([meters, alarms]);
  });
  afterEach(async () => {
    await current?.close();
    current = undefined;
  });
  return () => {
    if (current === undefined) throw new Error('no store is open outside a test');
    return current;
  };
}

/** A write to `meters`. */
export function meter(id: string, position: number, document: Document | null): GuardedWrite {
  return { collection: meters.name, id, position, document };
}

export function idsOf(page: { readonly items: readonly { readonly id: string }[] }): string[] {
  return page.items.map((item) => item.id);
}

/** A case that is skipped when there is a reason to; its name then says it: {@link because}. */
export function unless(reason: string | undefined): typeof it | typeof it.skip {
  return reason === undefined ? it : it.skip;
}

export function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (not here: ${reason})`;
}

/** Ids of all that `query` finds in `meters`, page by page. */
export async function idsInPages(store: ReadStore, query: Query): Promise<string[]> {
  const ids: string[] = [];
  let page = await store.find(meters.name, query);
  for (;;) {
    ids.push(...idsOf(page));
    if (page.next === null) return ids;
    page = await store.find(meters.name, { ...query, after: page.next });
  }
}
