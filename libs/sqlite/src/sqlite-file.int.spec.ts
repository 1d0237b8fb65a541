import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFile, SqliteError, type SqliteFile, WriteRejectedError } from './index.js';
import type { NoteRequest } from '../test-support/notes-writer.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const modules = { notes: new URL('../test-support/notes-writer.ts', import.meta.url) };

let dir: string;
let file: SqliteFile;
const open = (): Promise<SqliteFile> => openSqliteFile({ path: join(dir, 'sub', 'notes.db'), synchronous: 'NORMAL', modules });
const send = (request: NoteRequest): Promise<{ id: number }> => file.write('notes', request);
const texts = (): unknown[] =>
  file
    .reader()
    .prepare('SELECT text FROM notes ORDER BY id')
    .all()
    .map((row) => row['text']);

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'sqlite-file-'));
  file = await open();
});
afterEach(async () => {
  await file.close();
  rmSync(dir, { recursive: true });
});

describe('write', () => {
  it('answers what the module answered, and a reader sees it then', async () => {
    expect(await send({ kind: 'add', text: 'a' })).toEqual({ id: 1 });
    expect(texts()).toEqual(['a']);
  });

  it('is first in, first out', async () => {
    const answers = await Promise.all(Array.from({ length: 500 }, (_, i) => send({ kind: 'add', text: `t${i}` })));
    expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  });

  it('rolls back a refused request alone', async () => {
    const [first, refused, last] = await Promise.allSettled([
      send({ kind: 'add', text: 'a' }),
      send({ kind: 'add-then-refuse', text: 'b' }),
      send({ kind: 'add', text: 'c' }),
    ]);
    expect([first.status, refused.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(texts()).toEqual(['a', 'c']);
  });

  it('carries code, message, name and own fields of a refusal', async () => {
    const error = await send({ kind: 'add-then-refuse', text: 'b' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WriteRejectedError);
    expect(error).toMatchObject({ code: 'NOTE_REFUSED', message: 'refused: b', name: 'NoteRefusedError', text: 'b' });
  });

  it('calls an error of SQLite that the module let through a failed store', async () => {
    const error = await send({ kind: 'add-twice-same-key', text: 'a' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SqliteError);
    expect(error).toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('UNIQUE') });
    expect(texts()).toEqual([]);
  });

  it('fails everything of a commit that was lost and goes on after it', async () => {
    const outcomes = await Promise.allSettled([send({ kind: 'add', text: 'a' }), send({ kind: 'transaction-lost', text: 'b' })]);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as SqliteError).code)).toEqual([
      'STORE_FAILED',
      'STORE_FAILED',
    ]);
    await send({ kind: 'add', text: 'c' });
    expect(texts()).toEqual(['c']);
  });

  it('refuses a request that cannot be cloned, alone', async () => {
    const outcomes = await Promise.allSettled([
      send({ kind: 'add', text: 'a' }),
      file.write('notes', { kind: 'add', text: () => 'b' }),
      send({ kind: 'add', text: 'c' }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(texts()).toEqual(['a', 'c']);
  });

  it('refuses a module that was not given', async () => {
    await expect(file.write('poems', {})).rejects.toMatchObject({ code: 'STORE_FAILED', message: 'no writer module poems' });
  });

  it('rejects what is under way and all later writes when the thread dies', async () => {
    const lost = [send({ kind: 'crash' }), send({ kind: 'add', text: 'a' })];
    for (const outcome of await Promise.allSettled(lost)) expect(outcome).toMatchObject({ reason: { code: 'STORE_FAILED' } });
    await expect(send({ kind: 'add', text: 'b' })).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });
});

describe('onCommit', () => {
  it('tells of accepted writes of the module, until unsubscribed', async () => {
    let calls = 0;
    const unsubscribe = file.onCommit('notes', () => calls++);
    await send({ kind: 'add', text: 'a' });
    expect(calls).toBe(1);
    await send({ kind: 'add-then-refuse', text: 'b' }).catch(() => undefined);
    expect(calls).toBe(1);
    unsubscribe();
    await send({ kind: 'add', text: 'c' });
    expect(calls).toBe(1);
  });

  it('tells once for a group', async () => {
    let calls = 0;
    file.onCommit('notes', () => calls++);
    await Promise.all(Array.from({ length: 50 }, (_, i) => send({ kind: 'add', text: `t${i}` })));
    expect(calls).toBe(1);
  });
});

describe('close', () => {
  it('finishes the writes under way, then refuses', async () => {
    const write = send({ kind: 'add', text: 'a' });
    const closing = file.close();
    expect(await write).toEqual({ id: 1 });
    await closing;
    await expect(send({ kind: 'add', text: 'b' })).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    expect(() => file.reader()).toThrow(expect.objectContaining({ code: 'STORE_CLOSED' }));
  });

  it('may be called again, leaves everything in the one file, and it opens again', async () => {
    await send({ kind: 'add', text: 'a' });
    texts();
    await Promise.all([file.close(), file.close()]);
    expect(existsSync(`${file.path}-wal`)).toBe(false);
    file = await open();
    expect(texts()).toEqual(['a']);
  });
});

describe('openSqliteFile', () => {
  it('fails typed when the path is no place for a file', async () => {
    await expect(openSqliteFile({ path: dir, synchronous: 'FULL', modules })).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });

  it('fails typed when a module cannot create its tables', async () => {
    const broken = { broken: new URL('../test-support/broken-writer.ts', import.meta.url) };
    await expect(openSqliteFile({ path: join(dir, 'x.db'), synchronous: 'FULL', modules: broken })).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });

  it('says how to build a module that is not built', async () => {
    const missing = { missing: new URL('./not-there.ts', import.meta.url) };
    await expect(openSqliteFile({ path: join(dir, 'x.db'), synchronous: 'FULL', modules: missing })).rejects.toThrow('run npm run build');
  });

  it('keeps the log small under many large writes', async () => {
    for (let round = 0; round < 30; round++) {
      await Promise.all(Array.from({ length: 16 }, (_, i) => send({ kind: 'add', text: `${round}-${i}-${'x'.repeat(100_000)}` })));
    }
    expect(file.reader().prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    const { size } = await import('node:fs').then(({ statSync }) => statSync(`${file.path}-wal`));
    expect(size).toBeLessThan(48 * 1024 * 1024);
  });
});
