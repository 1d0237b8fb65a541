import { describe, expect, it } from '@jest/globals';
import { outputTo } from './output.js';

function shown(lines: string | readonly string[]): string {
  let out = '';
  outputTo((text) => (out += text), false).row({}, () => lines);
  return out;
}

describe('a line for people', () => {
  it('is one line, whatever stands in it', () => {
    expect(shown('stream a\nsigned with the key that was given')).toBe('stream a\\u{a}signed with the key that was given\n');
    expect(shown('a\r\u001b[8mb\u009b2Jc\u2028d\u202Ee')).toBe('a\\u{d}\\u{1b}[8mb\\u{9b}2Jc\\u{2028}d\\u{202e}e\n');
  });

  it('shows what people write', () => {
    expect(shown('Zürich, 東京 – “x” 👍')).toBe('Zürich, 東京 – “x” 👍\n');
  });

  it('comes with others where there are several', () => {
    expect(shown(['one', 'two'])).toBe('one\ntwo\n');
  });
});
