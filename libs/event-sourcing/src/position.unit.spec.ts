import { describe, expect, it } from '@jest/globals';
import { formatPosition, parsePosition, PositionError } from './position.js';

const codeOf = (read: () => unknown): string | undefined => {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof PositionError ? error.code : String(error);
  }
};

describe('positions for clients', () => {
  it.each([0, 1, 4_711, Number.MAX_SAFE_INTEGER])('come back as they were: %d', (position) => {
    expect(parsePosition('störe:1', formatPosition('störe:1', position))).toBe(position);
  });

  it('fit into a URL and a header', () => {
    expect(formatPosition('störe/1?', 99)).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('of another store are told from malformed ones', () => {
    expect(codeOf(() => parsePosition('b', formatPosition('a', 1)))).toBe('FOREIGN_POSITION');
  });

  it.each([
    '',
    '17',
    'null',
    'p1',
    `${formatPosition('a', 1)}=`,
    `${formatPosition('a', 1)} `,
    formatPosition('a', -1),
    formatPosition('a', 1.5),
    Buffer.from('["p1","a", 1]').toString('base64url'),
    Buffer.from('["p2","a",1]').toString('base64url'),
    Buffer.from('["p1","a","1"]').toString('base64url'),
    Buffer.from('["p1","a",1e400]').toString('base64url'),
  ])('refuse %j', (text) => {
    expect(codeOf(() => parsePosition('a', text))).toBe('MALFORMED_POSITION');
  });
});
