import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hasLostCommits } from './lost-commits.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const HEADER = 32;
const FRAME = 24 + 4_096;

let directory: string;
let log: string;

/** A log with ten commits in it; frame numbers at which each begins. */
function makeLog(): number[] {
  const path = join(directory, 'live.db');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (x); INSERT INTO t VALUES (0); PRAGMA wal_checkpoint');
  const starts: number[] = [];
  for (let n = 0; n < 10; n++) {
    const { log: frames } = db.prepare('PRAGMA wal_checkpoint(NOOP)').get() as { log: number };
    starts.push(n === 0 ? 0 : frames);
    db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(n % 3 === 0 ? 10_000 : 10));
  }
  copyFileSync(`${path}-wal`, log);
  db.close();
  return starts;
}

function changed(change: (bytes: Buffer) => Buffer): boolean {
  const path = `${log}.changed`;
  writeFileSync(path, change(readFileSync(log)));
  return hasLostCommits(path);
}

const flipped = (at: number) => (bytes: Buffer) => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 4;
  return copy;
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lost-commits-'));
  log = join(directory, 'log');
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('hasLostCommits', () => {
  it('finds nothing in a whole log, an absent one, an empty one, and one that ends anywhere', () => {
    makeLog();
    expect(hasLostCommits(log)).toBe(false);
    expect(hasLostCommits(`${log}.absent`)).toBe(false);
    const { length } = readFileSync(log);
    for (let end = 0; end < length; end += 777) expect(changed((bytes) => bytes.subarray(0, end))).toBe(false);
  });

  it.each(['the page number', 'the salt', 'the checksum', 'the page'])('finds that %s of a frame was changed when commits follow', (what) => {
    const starts = makeLog();
    const offset = { 'the page number': 3, 'the salt': 9, 'the checksum': 17, 'the page': 2_000 }[what] ?? 0;
    for (const start of starts.slice(0, 8)) expect(changed(flipped(HEADER + start * FRAME + offset))).toBe(true);
  });

  it('finds that a frame in the middle was zeroed', () => {
    const [, second = 0] = makeLog();
    expect(changed((bytes) => Buffer.from(bytes).fill(0, HEADER + second * FRAME, HEADER + (second + 1) * FRAME))).toBe(true);
  });

  it('takes a last commit that was torn anywhere for a crash', () => {
    const starts = makeLog();
    const { length } = readFileSync(log);
    const last = HEADER + (starts.at(-1) ?? 0) * FRAME;
    for (let at = last; at < length; at += 512) {
      expect(changed((bytes) => Buffer.from(bytes).fill(0, at, Math.min(at + 512, length)))).toBe(false);
    }
  });
});
