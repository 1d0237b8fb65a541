import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hashesIn, contents, dense, fill } from './contents.js';

jest.setTimeout(30_000);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'store-failures-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const inDirectory = (name: string): string => join(directory, name);

function changeDatabase(sql: string): void {
  const db = new DatabaseSync(inDirectory('events.db'));
  db.exec(sql);
  db.close();
}

describe('a file that is not what it should be', () => {
  it.each([
    [
      'of a newer version',
      'WRONG_SCHEMA',
      /events\.db was written by a newer version.* has version 99.*versions up to 1/,
      'PRAGMA user_version = 99',
    ],
    [
      'of which one part is newer',
      'WRONG_SCHEMA',
      /events\.db was written by a newer version.*"events" has version 7.*versions up to \d/,
      "UPDATE file_modules SET version = 7 WHERE name = 'events'",
    ],
    ['of another program', 'WRONG_SCHEMA', /events\.db is the database of another program/, 'PRAGMA application_id = 17'],
    ['with a gap', 'STORE_DAMAGED', /events\.db is damaged: .*the first missing position is 4\./, 'DELETE FROM events WHERE position = 4'],
    ['that ends too early', 'STORE_DAMAGED', /events\.db is damaged: .*the first missing position is 8\./, 'DELETE FROM events WHERE position > 7'],
  ] as const)('%s is refused as %s and stays as it is', async (_what, code, message, sql) => {
    await fill(directory, 9);
    changeDatabase(sql);
    const before = hashesIn(directory);
    await expect(contents(directory)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(hashesIn(directory)).toEqual(before);
  });

  it('that is no database is refused as STORE_DAMAGED, naming the first missing position, and stays as it is', async () => {
    await fill(directory, 9);
    writeFileSync(inDirectory('events.db'), 'these are not the events you are looking for\n'.repeat(500));
    const before = hashesIn(directory);
    const message = /events\.db is damaged: it is not a database file.* up to position 9; the first missing position is 1/;
    await expect(contents(directory)).rejects.toMatchObject({ code: 'STORE_DAMAGED', message: expect.stringMatching(message) });
    expect(hashesIn(directory)).toEqual(before);
  });

  it('that is missing is refused as long as its mark is there', async () => {
    await fill(directory, 9);
    rmSync(inDirectory('events.db'));
    const message = expect.stringMatching(/up to position 9; the first missing position is 1/);
    await expect(contents(directory)).rejects.toMatchObject({ code: 'STORE_DAMAGED', message });
    expect(readdirSync(directory)).toEqual(['events.mark']);
  });

  it('that is an older copy of itself is refused, naming the first missing position', async () => {
    await fill(directory, 4);
    const older = readFileSync(inDirectory('events.db'));
    await fill(directory, 1, 'later');
    writeFileSync(inDirectory('events.db'), older);
    const message = expect.stringContaining('the first missing position is 5');
    await expect(contents(directory)).rejects.toMatchObject({ code: 'STORE_DAMAGED', message });
  });
});

describe('a file whose mark says nothing of it', () => {
  it('is opened: without a mark, with a torn one, with that of another file', async () => {
    await fill(directory, 9);
    const mark = readFileSync(inDirectory('events.mark'));
    rmSync(inDirectory('events.mark'));
    expect((await contents(directory)).positions).toEqual(dense(9));
    for (const torn of [Buffer.alloc(0), Buffer.alloc(mark.length), mark.subarray(0, 40), Buffer.from(mark).fill(1, 10, 11).fill(1, 4_106, 4_107)]) {
      writeFileSync(inDirectory('events.mark'), torn);
      expect((await contents(directory)).positions).toEqual(dense(9));
    }
    const other = inDirectory('other');
    mkdirSync(other);
    await fill(other, 3);
    writeFileSync(join(other, 'events.mark'), mark);
    expect((await contents(other)).positions).toEqual(dense(3));
  });
});
