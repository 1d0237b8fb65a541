import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Disk } from './disk.js';
import { Random } from './random.js';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'disk-'));
});
afterEach(() => rmSync(work, { recursive: true }));

const text = (length: number, letter: string): Buffer => Buffer.alloc(length, letter);

/** The contents of `file` in many crash states. */
function statesOf(disk: Disk, file: string): Set<string> {
  const random = new Random(1);
  return new Set(
    Array.from({ length: 400 }, () => {
      const directory = join(work, 'state');
      disk.crash(directory, random);
      return existsSync(join(directory, file)) ? readFileSync(join(directory, file), 'latin1') : 'absent';
    }),
  );
}

describe('the modelled disk', () => {
  it('keeps what was synced, and any part of what was not', () => {
    const disk = new Disk();
    disk.apply({ kind: 'create', file: 'f' });
    disk.apply({ kind: 'sync-directory' });
    disk.apply({ kind: 'write', file: 'f', offset: 0, bytes: text(1_024, 'a') });
    disk.apply({ kind: 'sync', file: 'f' });
    disk.apply({ kind: 'write', file: 'f', offset: 0, bytes: text(1_024, 'b') });
    const [a, b] = ['a', 'b'].map((letter) => letter.repeat(512));
    expect([...statesOf(disk, 'f')].toSorted()).toEqual([`${a}${a}`, `${a}${b}`, `${b}${a}`, `${b}${b}`]);
    disk.apply({ kind: 'sync', file: 'f' });
    expect([...statesOf(disk, 'f')]).toEqual([`${b}${b}`]);
  });

  it('may lose a name until its directory is synced, also of a file whose bytes are safe', () => {
    const disk = new Disk();
    disk.apply({ kind: 'create', file: 'f' });
    disk.apply({ kind: 'write', file: 'f', offset: 0, bytes: text(1, 'a') });
    disk.apply({ kind: 'sync', file: 'f' });
    expect([...statesOf(disk, 'f')].toSorted()).toEqual(['a', 'absent']);
    disk.apply({ kind: 'sync-directory' });
    disk.apply({ kind: 'remove', file: 'f' });
    expect([...statesOf(disk, 'f')].toSorted()).toEqual(['a', 'absent']);
    disk.apply({ kind: 'sync-directory' });
    expect([...statesOf(disk, 'f')]).toEqual(['absent']);
  });

  it('may let a file grow without its bytes, and undo a truncation', () => {
    const disk = new Disk();
    disk.apply({ kind: 'create', file: 'f' });
    disk.apply({ kind: 'sync-directory' });
    disk.apply({ kind: 'write', file: 'f', offset: 0, bytes: text(2, 'a') });
    expect(statesOf(disk, 'f')).toEqual(new Set(['', '\0\0', 'aa']));
    disk.apply({ kind: 'sync', file: 'f' });
    disk.apply({ kind: 'truncate', file: 'f', size: 1 });
    expect(statesOf(disk, 'f')).toEqual(new Set(['a', 'aa']));
  });
});
