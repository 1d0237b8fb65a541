import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEventTables } from './events-schema.js';
import type { EventRow } from './rows.js';
import { streamNames } from './stream-names.js';

const STREAMS = 20;
const db = new DatabaseSync(':memory:');

beforeAll(() => {
  createEventTables(db);
  for (let id = 1; id <= STREAMS; id += 1) db.prepare('INSERT INTO event_streams (id, name) VALUES (?, ?)').run(id, `device-${id}`);
});
afterAll(() => db.close());

const rowsOf = (streams: readonly number[]): readonly EventRow[] => streams.map((stream, at) => [at + 1, stream, 0, 'Registered', 'id', '{}', '{}']);

describe('Names of streams', () => {
  it('are those of the rows, whatever was read before and however few are kept', () => {
    const pages = fc.array(fc.array(fc.integer({ min: 1, max: STREAMS }), { maxLength: 12 }), { maxLength: 12 });
    fc.assert(
      fc.property(pages, fc.integer({ min: 1, max: STREAMS + 1 }), (read, kept) => {
        const namesOf = streamNames(db, kept);
        for (const streams of read) expect(namesOf(rowsOf(streams))).toEqual(streams.map((stream) => `device-${stream}`));
      }),
    );
  });

  it('are missing in a damaged store only', () => {
    expect(() => streamNames(db)(rowsOf([1, STREAMS + 1]))).toThrow(expect.objectContaining({ code: 'STORE_DAMAGED' }));
  });
});
