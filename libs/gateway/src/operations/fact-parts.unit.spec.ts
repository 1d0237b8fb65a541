import { describe, expect, it } from '@jest/globals';
import { inParts } from './fact-parts.js';

describe('inParts', () => {
  it('leaves what fits in one piece, without numbers', () => {
    expect(inParts(['a', 'b'])).toEqual([{ rows: ['a', 'b'], numbering: {} }]);
    expect(inParts([])).toEqual([{ rows: [], numbering: {} }]);
  });

  it('cuts what does not, in order, each portion within the limit', () => {
    const rows = ['aaaa', 'bbbb', 'cccc', 'dd'];
    expect(inParts(rows, (row) => row, 16)).toEqual([
      { rows: ['aaaa', 'bbbb'], numbering: { part: 1, parts: 2 } },
      { rows: ['cccc', 'dd'], numbering: { part: 2, parts: 2 } },
    ]);
  });

  it('gives a row that is too large on its own a portion of its own', () => {
    expect(inParts(['a', 'b'.repeat(100), 'c'], (row) => row, 16).map(({ rows }) => rows.length)).toEqual([1, 1, 1]);
  });

  it('measures octets of what is recorded, not of what it is made from', () => {
    const rows = Array.from({ length: 4 }, () => ({ text: 'é'.repeat(10), noise: 'x'.repeat(1000) }));
    expect(inParts(rows, ({ text }) => text, 60).map((part) => part.rows.length)).toEqual([2, 2]);
  });
});
