import { describe, expect, it } from '@jest/globals';
import type { Condition, Document, Query, Scalar, Stored } from '../port.js';
import { idsInPages, meter, meters, useReadStore, type OpenReadStore } from './harness.js';

const DOCUMENTS = 40;
const QUERIES = 30;

/** Numbers from 0 below `end`, the same for the same seed (mulberry32). */
function randomInts(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
}

const values: readonly (Scalar | boolean | undefined)[] = [
  undefined,
  null,
  true,
  false,
  0,
  1,
  -1,
  2.5,
  10,
  -1e9,
  '',
  '1',
  '10',
  'a',
  'ab',
  'b',
  'é',
  '\u{FFFD}',
  '\u{1F6B2}',
];
const fields = ['city', 'load', 'active'];
const sorts: readonly (readonly string[])[] = [[], ['city'], ['load'], ['active'], ['city', 'load']];

/** What the port says of a field's value: absent below numbers below strings by code point. */
function compare(a: Scalar, b: Scalar): number {
  const rank = (value: Scalar): number => (value === null ? 0 : typeof value === 'number' ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a), 'utf8'), Buffer.from(String(b), 'utf8'));
}

function valueOf(document: Document, field: string): Scalar {
  const value = document[field];
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function fulfils(document: Document, { field, equals, from, to, prefix, in: list }: Condition): boolean {
  const value = valueOf(document, field);
  const isWithin = (bound: string | number, holds: (order: number) => boolean): boolean =>
    typeof value === typeof bound && holds(compare(value, bound));
  return (
    (equals === undefined || compare(value, equals) === 0) &&
    (from === undefined || isWithin(from, (order) => order >= 0)) &&
    (to === undefined || isWithin(to, (order) => order < 0)) &&
    (prefix === undefined || (typeof value === 'string' && value.startsWith(prefix))) &&
    (list === undefined || list.some((one) => compare(value, one) === 0))
  );
}

function expectedIds(documents: readonly Stored[], { where = [], sort = [], descending = false }: Query): string[] {
  const order = (a: Stored, b: Stored): number => {
    for (const field of sort) {
      const difference = compare(valueOf(a.document, field), valueOf(b.document, field));
      if (difference !== 0) return difference;
    }
    return compare(a.id, b.id);
  };
  const found = documents.filter(({ document }) => where.every((condition) => fulfils(document, condition))).toSorted(order);
  return (descending ? found.toReversed() : found).map(({ id }) => id);
}

/** Random documents and queries against what the port says, in plain code. */
export function modelCompliance(open: OpenReadStore): void {
  describe('a plain model', () => {
    const opened = useReadStore(open);

    it.each([1, 2, 3])('answers the same: find in pages, and count, with seed %i', async (seed) => {
      const { store } = opened();
      const below = randomInts(seed);
      const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
      const scalar = (): Scalar => {
        const value = pick(values);
        return typeof value === 'boolean' ? Number(value) : (value ?? null);
      };
      const condition = (): Condition => {
        const field = pick(fields);
        const bound = scalar() ?? 0;
        const other = scalar() ?? 'a';
        return pick<Condition>([
          { field, equals: scalar() },
          { field, from: bound },
          { field, to: bound },
          { field, from: bound, to: other },
          { field, prefix: pick(['', '1', 'a', 'é', '\u{1F6B2}']) },
          { field, in: [scalar(), scalar(), scalar()] },
        ]);
      };
      const documents = Array.from({ length: DOCUMENTS }, (_, index): Stored => {
        const entries = fields.map((field) => [field, pick(values)] as const).filter(([, value]) => value !== undefined);
        return { id: `${pick(['M', 'é', '\u{1F6B2}', '\u{FFFD}'])}${index}`, position: index + 1, document: Object.fromEntries(entries) };
      });
      await store.write({ writes: documents.map(({ id, position, document }) => meter(id, position, document)) });
      for (let round = 0; round < QUERIES; round += 1) {
        const where = Array.from({ length: below(3) }, condition);
        const query: Query = { where, sort: pick(sorts), descending: below(2) === 1, limit: 1 + below(15) };
        const expected = expectedIds(documents, query);
        expect({ query, ids: await idsInPages(store, query) }).toEqual({ query, ids: expected });
        expect({ where, count: await store.count(meters.name, where) }).toEqual({ where, count: expected.length });
      }
    });
  });
}
