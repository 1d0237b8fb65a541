import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { backupFile, openSqliteFile, type SqliteFile } from './index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const modules = { notes: new URL('../test-support/notes-writer.ts', import.meta.url) };

let dir: string;
let file: SqliteFile;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'backup-'));
  file = await openSqliteFile({ path: join(dir, 'notes.db'), synchronous: 'FULL', modules });
});
afterEach(async () => {
  await file.close();
  rmSync(dir, { recursive: true });
});

function notesIn(path: string): { ids: number[]; check: unknown } {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const ids = db.prepare('SELECT id FROM notes ORDER BY id').all();
    return { ids: ids.map((row) => Number(row['id'])), check: db.prepare('PRAGMA quick_check').get()?.['quick_check'] };
  } finally {
    db.close();
  }
}

const add = (text: string): Promise<unknown> => file.write('notes', { kind: 'add', text });

describe('backupFile', () => {
  it('copies what was committed when it was called, while others go on writing', async () => {
    for (let i = 0; i < 40; i++) await add(`${i} ${'x'.repeat(500_000)}`);
    let writing = true;
    const writer = (async () => {
      for (let i = 40; writing; i++) await add(`${i} ${'y'.repeat(10_000)}`);
      return Number(file.reader().prepare('SELECT count(*) AS n FROM notes').get()?.['n']);
    })();
    const progress: number[] = [];
    const to = join(dir, 'elsewhere', 'copy.db');
    const pages = await backupFile(file.path, to, ({ totalPages, remainingPages }) => progress.push(totalPages - remainingPages));
    writing = false;
    const written = await writer;
    const { ids, check } = notesIn(to);
    expect(check).toBe('ok');
    expect(ids).toEqual(ids.map((_, index) => index + 1));
    expect(ids.length).toBeGreaterThanOrEqual(40);
    expect(written).toBeGreaterThan(ids.length);
    expect(pages).toBeGreaterThan(5_000);
    expect(progress.length).toBeGreaterThan(1);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  it('overwrites nothing', async () => {
    const to = join(dir, 'copy.db');
    await backupFile(file.path, to);
    await add('later');
    await expect(backupFile(file.path, to)).rejects.toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining(to) });
    expect(notesIn(to).ids).toEqual([]);
  });

  it('leaves nothing behind when it fails', async () => {
    const to = join(dir, 'copies', 'copy.db');
    await expect(backupFile(join(dir, 'missing.db'), to)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(existsSync(join(dir, 'copies'))).toBe(false);
    expect(existsSync(join(dir, 'missing.db'))).toBe(false);
    const damaged = join(dir, 'damaged.db');
    writeFileSync(damaged, 'no database'.repeat(1_000));
    await expect(backupFile(damaged, to)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    expect(readdirSync(join(dir, 'copies'))).toEqual([]);
  });
});
