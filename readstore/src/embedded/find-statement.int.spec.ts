import { beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import type { Query } from '../port.js';
import { encodeCursor } from './cursor.js';
import { defineCollection, registerColumnFunction } from './define-collection.js';
import { findStatement } from './find-statement.js';

describe('cost of a page', () => {
  const db = new DatabaseSync(':memory:');
  beforeAll(() => {
    registerColumnFunction(db);
    defineCollection(db, { name: 'commands', indexes: [['status', 'due'], ['due']] });
  });

  const cursor = (descending: boolean): string => encodeCursor({ collection: 'commands', sort: ['due'], descending }, [5, 'x']);
  const queries: readonly (readonly [string, Query])[] = [
    ['a range of the field it is sorted by', { where: [{ field: 'due', from: 1, to: 9 }], sort: ['due'] }],
    [
      'equal to one field, a range and the order of the next',
      {
        where: [
          { field: 'status', equals: 'A' },
          { field: 'due', to: 9 },
        ],
        sort: ['due'],
      },
    ],
    ['the next page', { sort: ['due'], after: cursor(false) }],
    ['the next page, descending', { sort: ['due'], descending: true, after: cursor(true) }],
    ['the next page under a condition', { where: [{ field: 'status', equals: 'A' }], sort: ['due'], after: cursor(false) }],
    ['absent values', { where: [{ field: 'status', equals: null }], sort: ['due'] }],
    ['a prefix', { where: [{ field: 'status', prefix: 'A' }], sort: ['status', 'due'] }],
  ];
  it.each(queries)('is a range of one index, without sorting: %s', (_name, query) => {
    const order = { collection: 'commands', sort: query.sort ?? [], descending: query.descending ?? false };
    const { text, values } = findStatement(order, query);
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values);
    const steps = plan.map((row) => String(row['detail']));
    expect(steps).toEqual([expect.stringMatching(/^SEARCH .* USING INDEX index:/)]);
  });
});
