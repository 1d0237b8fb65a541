import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markPathOf, openMark, readMark } from './durable-mark.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const FILE = '0f8fad5b-d9cb-469f-a165-70867728950e';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mark-'));
  path = join(directory, 'events.mark');
});
afterEach(() => rmSync(directory, { recursive: true }));

function marked(...marks: readonly (readonly [commits: number, position: number])[]): void {
  const mark = openMark(path, FILE);
  for (const [commits, position] of marks) mark.write(commits, position);
  mark.close();
}

describe('the mark beside a file', () => {
  it('lies beside it', () => {
    expect(markPathOf('/data/events.db')).toBe('/data/events.mark');
  });

  it('claims nothing before the first commit', () => {
    expect(readMark(path)).toBeUndefined();
    marked();
    expect(readMark(path)).toBeUndefined();
  });

  it('tells the last commit, also of a writer that goes on with it', () => {
    marked([1, 10], [2, 20], [3, 30]);
    expect(readMark(path)).toEqual({ file: FILE, commits: 3, position: 30 });
    marked([4, 2 ** 40]);
    expect(readMark(path)).toEqual({ file: FILE, commits: 4, position: 2 ** 40 });
  });

  it('falls back to the commit before when any sector of it is torn, and never claims more', () => {
    marked([7, 70], [8, 80]);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 32) {
      writeFileSync(path, Buffer.from(whole).fill(0xff, at, Math.min(at + 512, whole.length)));
      expect([7, 8]).toContain(readMark(path)?.commits);
    }
    writeFileSync(path, Buffer.alloc(whole.length));
    expect(readMark(path)).toBeUndefined();
  });
});
