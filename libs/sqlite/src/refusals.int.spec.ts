import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteFile, SqliteError, type SqliteFile } from './index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const modules = { notes: new URL('../test-support/notes-writer.ts', import.meta.url) };

let directory: string;
let path: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'refusals-'));
  path = join(directory, 'notes.db');
  await withFile(async (file) => file.write('notes', { kind: 'add', text: 'a' }));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function withFile<T>(use: (file: SqliteFile) => Promise<T>, onSetAside?: (to: string, reason: Error) => void): Promise<T> {
  const file = await openSqliteFile({ path, synchronous: 'NORMAL', modules, ...(onSetAside === undefined ? {} : { onSetAside }) });
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

const count = async (file: SqliteFile): Promise<unknown> => file.reader().prepare('SELECT count(*) AS n FROM notes').get()?.['n'];

describe('a file that can be made again', () => {
  it.each(['damaged', 'newer'])('is set aside and begun anew when it is %s; the owner is told', async (how) => {
    if (how === 'damaged') writeFileSync(path, 'not a database'.repeat(1_000));
    else new DatabaseSync(path).exec('PRAGMA user_version = 12');
    const before = readFileSync(path);
    const told: (readonly [string, string])[] = [];
    expect(await withFile(count, (to, reason) => told.push([to, (reason as SqliteError).code]))).toBe(0);
    expect(told).toEqual([[`${path}.damaged-1`, how === 'damaged' ? 'STORE_DAMAGED' : 'WRONG_SCHEMA']]);
    expect(readFileSync(`${path}.damaged-1`).equals(before)).toBe(true);
  });

  it('never overwrites one that was set aside before', async () => {
    const told: string[] = [];
    for (const text of ['first', 'second']) {
      writeFileSync(path, text.repeat(1_000));
      await withFile(count, (to) => told.push(to));
    }
    expect(told).toEqual([`${path}.damaged-1`, `${path}.damaged-2`]);
    expect(readFileSync(`${path}.damaged-1`, 'utf8')).toContain('first');
  });

  it('is left alone when it is whole', async () => {
    expect(await withFile(count, () => expect(true).toBe(false))).toBe(1);
    expect(existsSync(`${path}.damaged-1`)).toBe(false);
  });
});

describe('failure', () => {
  it('is nothing while all is well, and after close', async () => {
    const file = await withFile(async (open) => {
      await open.write('notes', { kind: 'add-then-refuse', text: 'b' }).catch(() => undefined);
      expect(open.failure()).toBeUndefined();
      return open;
    });
    expect(file.failure()).toBeUndefined();
  });

  it('tells that the thread has died, for good', async () => {
    await withFile(async (file) => {
      await file.write('notes', { kind: 'crash' }).catch(() => undefined);
      expect(file.failure()).toMatchObject({ code: 'STORE_FAILED' });
    });
  });

  it('tells that the last commit failed, until one succeeds', async () => {
    await withFile(async (file) => {
      await file.write('notes', { kind: 'transaction-lost', text: 'b' }).catch(() => undefined);
      expect(file.failure()).toBeInstanceOf(SqliteError);
      await file.write('notes', { kind: 'add', text: 'c' });
      expect(file.failure()).toBeUndefined();
    });
  });
});
