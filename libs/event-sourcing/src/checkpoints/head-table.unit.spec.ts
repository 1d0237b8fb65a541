import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../canonical-json.js';
import { HeadTable } from './head-table.js';
import { headLeaf } from './stream-head.js';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the table of heads', () => {
  it('holds what a map of heads holds, ordered by name, whatever comes in which order', () => {
    const step = fc.record({ stream: fc.string({ maxLength: 3, unit: 'binary' }), revision: fc.nat(), ask: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const table = new HeadTable();
        const expected = new Map<string, { stream: string; revision: number; hash: string }>();
        for (const { stream, revision, ask } of steps) {
          const head = { stream, revision, hash: hashOf(`${stream}/${revision}`) };
          table.set(stream, head);
          expected.set(stream, head);
          if (ask) expect(table.indexOf(stream)).toBe([...expected.keys()].toSorted().indexOf(stream));
        }
        const names = [...expected.keys()].toSorted();
        expect([...table.sorted()]).toEqual(names.map((name) => expected.get(name)));
        expect(table.size).toBe(names.length);
      }),
    );
  });

  it('grows', () => {
    const table = new HeadTable();
    for (let n = 0; n < 5_000; n++) table.set(`s${n}`, { revision: n, hash: hashOf(String(n)) });
    for (const n of [0, 1_023, 1_024, 4_999]) expect(table.get(`s${n}`)).toEqual({ revision: n, hash: hashOf(String(n)) });
    expect(table.get('s5000')).toBeUndefined();
    expect(table.indexOf('s5000')).toBe(-1);
  });

  it('keeps revisions above 2^32', () => {
    const table = new HeadTable();
    table.set('s', { revision: 2 ** 40, hash: hashOf('') });
    expect(table.get('s')?.revision).toBe(2 ** 40);
  });

  it('writes leaves in canonical JSON', () => {
    for (const stream of ['device-E1', 'né"\\\n\u{1f600}', '\u2028']) {
      const head = { stream, revision: 12, hash: hashOf(stream) };
      expect(headLeaf(head)).toBe(canonicalJson(head));
    }
  });
});
