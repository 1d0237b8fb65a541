import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEventTables } from './events-schema.js';
import { nameIn, streamNames } from './stream-names.js';

const STREAMS = 20;
const db = new DatabaseSync(':memory:');

beforeAll(() => {
  createEventTables(db);
  for (let id = 1; id <= STREAMS; id += 1) db.prepare('INSERT INTO event_streams (id, name) VALUES (?, ?)').run(id, `device-${id}`);
});
afterAll(() => db.close());

describe('Names of streams', () => {
  it('are those of all that is asked for, whatever was asked before and however few are kept', () => {
    const asked = fc.array(fc.array(fc.integer({ min: 1, max: STREAMS }), { maxLength: 12 }), { maxLength: 12 });
    fc.assert(
      fc.property(asked, fc.integer({ min: 0, max: STREAMS }), (questions, kept) => {
        const namesOf = streamNames(db, kept);
        for (const streams of questions) {
          const names = namesOf(streams);
          expect(streams.map((stream) => nameIn(names, stream))).toEqual(streams.map((stream) => `device-${stream}`));
        }
      }),
    );
  });

  it('are not kept without end', () => {
    const namesOf = streamNames(db, 5);
    for (let stream = 1; stream <= STREAMS; stream += 1) expect(namesOf([stream]).size).toBeLessThanOrEqual(5);
  });

  it('are missing in a damaged store only', () => {
    expect(() => nameIn(streamNames(db)([1, STREAMS + 1]), STREAMS + 1)).toThrow(expect.objectContaining({ code: 'STORE_DAMAGED' }));
  });
});
