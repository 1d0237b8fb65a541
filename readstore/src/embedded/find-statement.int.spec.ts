import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { encodeCursor } from '../model/cursor.js';
import type { Query } from '../port.js';

import { createIndexes, defineCollection, registerColumnFunction } from './define-collection.js';
import { findStatement } from './find-statement.js';
import { tableOf } from './layout.js';

// On a busy machine, too.
jest.setTimeout(60_000);

describe('cost of a page', () => {
  const db = new DatabaseSync(':memory:');
  beforeAll(() => {
    registerColumnFunction(db);
    const definition = { name: 'commands', indexes: [['status', 'due'], ['due']] };
    defineCollection(db, definition);
    createIndexes(db, definition);
  });

  const byDue = { collection: 'commands', sort: ['due'] };
  const cursor = (descending: boolean): string => encodeCursor({ ...byDue, descending }, [5, 'x']);
  const both = encodeCursor({ collection: 'commands', sort: ['status', 'due'], descending: false }, ['A', 5, 'x']);
  const range = { field: 'due', from: 1, to: 9 };
  const status = { field: 'status', equals: 'A' };
  const page = '(field:due,id)';
  const queries: readonly (readonly [string, Query, string])[] = [
    ['a range of numbers', { where: [range], sort: ['due'] }, 'field:due>? AND field:due<?'],
    ['a range of strings', { where: [{ field: 'due', from: 'a', to: 'b' }], sort: ['due'] }, 'field:due>? AND field:due<?'],
    ['only an upper bound', { where: [{ field: 'due', to: 9 }], sort: ['due'] }, 'field:due>? AND field:due<?'],
    ['only a lower bound', { where: [{ field: 'due', from: 1 }], sort: ['due'] }, 'field:due>? AND field:due<?'],
    ['equal to one field, a range of the next', { where: [status, range], sort: ['due'] }, 'field:status=? AND field:due>? AND field:due<?'],
    ['the next page', { sort: ['due'], after: cursor(false) }, `${page}>(?,?)`],
    ['the next page, descending', { sort: ['due'], descending: true, after: cursor(true) }, `${page}<(?,?)`],
    ['the next page of a range', { where: [range], sort: ['due'], after: cursor(false) }, `${page}>(?,?) AND field:due<?`],
    [
      'the next page of a range, descending',
      { where: [range], sort: ['due'], descending: true, after: cursor(true) },
      `field:due>? AND ${page}<(?,?)`,
    ],
    [
      'the next page of a range under a condition',
      { where: [status, range], sort: ['due'], after: cursor(false) },
      `field:status=? AND ${page}>(?,?) AND field:due<?`,
    ],
    ['the next page under a condition', { where: [status], sort: ['due'], after: cursor(false) }, `field:status=? AND ${page}>(?,?)`],
    [
      'the next page under a condition that the order names too',
      { where: [status], sort: ['status', 'due'], after: both },
      `field:status=? AND ${page}>(?,?)`,
    ],
    ['absent values', { where: [{ field: 'status', equals: null }], sort: ['due'] }, 'field:status=?'],
    ['a prefix', { where: [{ field: 'status', prefix: 'A' }], sort: ['status', 'due'] }, 'field:status>? AND field:status<?'],
  ];
  it.each(queries)('is a range of one index with all its bounds, without sorting: %s', (_name, query, bounds) => {
    const order = { collection: 'commands', sort: query.sort ?? [], descending: query.descending ?? false };
    const { text, values } = findStatement(tableOf('commands'), order, query);
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values);
    const steps = plan.map((row) => String(row['detail']));
    expect(steps).toEqual([expect.stringMatching(/^SEARCH .* USING INDEX index:/)]);
    expect(steps[0]).toContain(` (${bounds})`);
  });
});
