import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { backupRecord, restoreRecord, verifyBackup } from '#stores';
import { append, noted } from '../../libs/event-sourcing/src/checkpoints/testing/sample-record.js';
import { eventually } from '../support/eventually.js';
import {
  contentOf,
  directoryAt,
  inHouse,
  removeSamples,
  removeTemporaryDirectories,
  sampleDirectory,
  storesOf,
  temporaryDirectory,
} from './sample-house.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

afterEach(removeTemporaryDirectories);
afterAll(removeSamples);

const contentAt = async (directory: string): Promise<object> => inHouse(directoryAt(directory), 'source', contentOf);

function altered(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

describe('backup', () => {
  it('of a store that is written meanwhile is an exact beginning of it, and verifies', async () => {
    const { directory } = await sampleDirectory();
    const target = join(await temporaryDirectory(), 'backup.db');
    const stores = await storesOf(directory);
    try {
      let writing = true;
      // More than can be written while the backup is made, on a busy machine, too.
      const history = noted('device-busy', 20_000);
      const writer = (async () => {
        for (let next = 0; writing && next < history.length; next += 5) await append(stores.events, history.slice(next, next + 5));
      })();
      const head = async (): Promise<number> => stores.events.head();
      await eventually(head, (position) => position >= 250);
      const report = await backupRecord(directory, target);
      const before = await head();
      await eventually(head, (position) => position >= before + 50);
      writing = false;
      await writer;
      expect(report.events).toBeGreaterThanOrEqual(250);
      expect(report.events).toBeLessThan(await head());
      expect(await verifyBackup(target)).toEqual({ events: report.events, streams: 8 });
      const restored = await temporaryDirectory();
      await restoreRecord(target, restored);
      const there = await stores.events.readAll({ limit: report.events });
      await inHouse(directoryAt(restored), 'source', async ({ events }) => {
        expect((await events.readAll({ limit: report.events + 1 })).events).toEqual(there.events);
      });
    } finally {
      await stores.close();
    }
  });

  it('goes into a directory under the name of its time, readable by nobody else, and leaves nothing else', async () => {
    const { directory } = await sampleDirectory();
    const target = await temporaryDirectory();
    const { path, bytes } = await backupRecord(directory, target, { now: () => Date.UTC(2026, 10, 25, 1, 2, 3) });
    expect(path).toBe(join(target, 'meterlog-20261125T010203000Z.db'));
    expect(readdirSync(target)).toHaveLength(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(bytes).toBe(statSync(path).size);
  });

  it('overwrites nothing, and says when there is nothing to back up', async () => {
    const { directory } = await sampleDirectory();
    const target = join(await temporaryDirectory(), 'backup.db');
    writeFileSync(target, 'precious');
    await expect(backupRecord(directory, target)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(readFileSync(target, 'utf8')).toBe('precious');
    await expect(backupRecord(await temporaryDirectory(), `${target}2`)).rejects.toMatchObject({ code: 'NO_STORE' });
  });

  it('tells of a record that is damaged', async () => {
    const { directory } = await sampleDirectory();
    altered(join(directory, 'events.db'), `UPDATE events SET data = replace(data, 'nö20', 'nö21') WHERE revision = 20 AND stream = 3`);
    const backup = backupRecord(directory, join(await temporaryDirectory(), 'backup.db'));
    await expect(backup).rejects.toMatchObject({ code: 'BACKUP_DAMAGED', message: expect.stringContaining('revision 20 (HASH)') });
  });
});

describe('restore', () => {
  const backedUp = async (): Promise<{ directory: string; keyIds: readonly string[]; backup: string }> => {
    const { directory, keyIds } = await sampleDirectory();
    const backup = join(await temporaryDirectory(), 'backup.db');
    await backupRecord(directory, backup);
    return { directory, keyIds, backup };
  };

  it('makes another store, so that nobody goes on in it with positions of the old one', async () => {
    const { directory, backup } = await backedUp();
    const to = join(await temporaryDirectory(), 'new');
    await restoreRecord(backup, to);
    const idAt = async (at: string): Promise<string> => inHouse(directoryAt(at), 'source', async ({ events }) => events.storeId);
    expect(await idAt(to)).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idAt(to)).not.toBe(await idAt(directory));
  });

  it('brings back everything but what is known of counters', async () => {
    const { directory, keyIds, backup } = await backedUp();
    const to = join(await temporaryDirectory(), 'new');
    expect(await restoreRecord(backup, to)).toEqual({ events: 210, streams: 7, counters: 7 });
    expect(readdirSync(to)).toEqual(['events.db', 'lock']);
    const forgotten = JSON.stringify(await contentAt(directory)).replaceAll(String.raw`\"known\":true`, String.raw`\"known\":false`);
    expect(JSON.stringify(await contentAt(to))).toBe(forgotten);

    const stores = await storesOf(to);
    try {
      expect(await stores.vault.read(keyIds[1] ?? '')).toEqual(new Uint8Array(16).fill(2));
      expect(await stores.vault.reserveCounters('M1', keyIds[1] ?? '', 64)).toBeUndefined();
      await stores.vault.setCounter('M1', keyIds[1] ?? '', 5_000);
      expect(await stores.vault.reserveCounters('M1', keyIds[1] ?? '', 64)).toEqual({ first: 5_000 });
    } finally {
      await stores.close();
    }
  });

  it('takes up a directory in which it was cut short before', async () => {
    const { backup } = await backedUp();
    const to = await temporaryDirectory();
    mkdirSync(join(to, 'restoring'));
    writeFileSync(join(to, 'restoring', 'events.db'), 'half of it');
    expect(await restoreRecord(backup, to)).toMatchObject({ events: 210 });
  });

  it('refuses a directory that holds something, or is in use', async () => {
    const { directory, backup } = await backedUp();
    await expect(restoreRecord(backup, directory)).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    const used = await temporaryDirectory();
    const stores = await storesOf(used);
    try {
      await expect(restoreRecord(backup, used)).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    } finally {
      await stores.close();
    }
  });

  it.each([
    ['an altered event', `UPDATE events SET data = replace(data, 'nö20', 'nö21') WHERE revision = 20 AND stream = 3`, 'BACKUP_DAMAGED'],
    ['a removed event', 'DELETE FROM events WHERE position = 100', 'BACKUP_DAMAGED'],
    ['no events at all', 'DROP TABLE events', 'NO_BACKUP'],
  ])('refuses a backup with %s, and makes nothing of it', async (_what, sql, code) => {
    const { backup } = await backedUp();
    altered(backup, sql);
    const to = await temporaryDirectory();
    await expect(restoreRecord(backup, to)).rejects.toMatchObject({ code });
    expect(readdirSync(to)).toEqual([]);
  });

  it('refuses what is no backup', async () => {
    const to = await temporaryDirectory();
    const file = join(await temporaryDirectory(), 'x.db');
    await expect(restoreRecord(file, to)).rejects.toMatchObject({ code: 'NO_BACKUP' });
    writeFileSync(file, 'no database'.repeat(1_000));
    await expect(restoreRecord(file, to)).rejects.toMatchObject({ code: 'NO_BACKUP' });
  });
});
