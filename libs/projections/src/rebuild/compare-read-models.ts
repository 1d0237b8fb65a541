import { canonicalJson } from '#event-sourcing';
import type { CollectionDefinition, ReadStore, Stored } from '#readstore/port.js';
import type { Projection } from '../projection.js';
import { collectionsOf } from '../generations/layout.js';

/** A document that is not the same in both stores; undefined: it is absent there. */
export interface Difference {
  readonly projection: string;
  readonly collection: string;
  readonly id: string;
  readonly a: Stored | undefined;
  readonly b: Stored | undefined;
}

const PAGE = 500;

/** Compares every document of every collection, positions included. Both stores must be at rest and open (see `openReadModels`). */
export async function compareReadModels(a: ReadStore, b: ReadStore, projections: readonly Projection[]): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for (const projection of projections) {
    for (const collection of collectionsOf(projection)) {
      const found = [...(await inFirst(a, b, collection)), ...(await onlyInSecond(a, b, collection))];
      differences.push(...found.map((difference) => ({ projection: projection.name, ...difference })));
    }
  }
  return differences;
}

type Found = Omit<Difference, 'projection'>;

async function inFirst(a: ReadStore, b: ReadStore, { name }: CollectionDefinition): Promise<readonly Found[]> {
  const found: Found[] = [];
  for await (const [stored, other] of pairs(a, b, name))
    if (other === undefined || !same(stored, other)) found.push({ collection: name, id: stored.id, a: stored, b: other });
  return found;
}

async function onlyInSecond(a: ReadStore, b: ReadStore, { name }: CollectionDefinition): Promise<readonly Found[]> {
  const found: Found[] = [];
  for await (const [stored, other] of pairs(b, a, name))
    if (other === undefined) found.push({ collection: name, id: stored.id, a: other, b: stored });
  return found;
}

function same(one: Stored, other: Stored): boolean {
  return one.position === other.position && canonicalJson(one.document) === canonicalJson(other.document);
}

async function* pairs(one: ReadStore, other: ReadStore, collection: string): AsyncIterable<readonly [Stored, Stored | undefined]> {
  let after: string | null | undefined;
  while (after !== null) {
    const page: { items: readonly Stored[]; next: string | null } = await one.find(collection, {
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    const others = await other.getMany(
      collection,
      page.items.map(({ id }) => id),
    );
    for (const stored of page.items) yield [stored, others.get(stored.id)];
    after = page.next;
  }
}
