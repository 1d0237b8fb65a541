import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { lockDirectory } from '#sqlite';
import { TEST_API_KEY, TEST_MASTER_KEY } from '../support/platform-process.js';
import { built } from '../support/repository-root.js';
import { fill, hashesIn } from './contents.js';
import { mountSmallDisk, noMounts, type SmallDisk } from './small-disk.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const NOBODY = 65_534;
const MAIN = built('apps/platform/src/main.js');

interface Ending {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Starts the platform on a data directory where it must not start. */
async function start(data: string, uid?: number): Promise<Ending> {
  const env = {
    PATH: process.env['PATH'],
    METERLOG_DATA: data,
    METERLOG_PORT: '0',
    METERLOG_PUSH_PORT: '0',
    METERLOG_API_KEY: TEST_API_KEY,
    METERLOG_MASTER_KEY: TEST_MASTER_KEY,
  };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: 90_000, ...(uid === undefined ? {} : { uid }) });
  let text = '';
  child.stderr.on('data', (bytes: Buffer) => (text += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, lines: text.trimEnd().split('\n') };
}

/** Whether a user without rights of its own can run the program at all: a home directory above it may be closed to others. */
const nobodyCanRun = process.getuid?.() === 0 && spawnSync(process.execPath, ['--check', MAIN], { uid: NOBODY, cwd: '/' }).status === 0;

describe('a platform that cannot use its data directory', () => {
  let work: string;
  let data: string;
  const release: (() => void)[] = [];
  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), 'platform-start-'));
    data = join(work, 'data');
    mkdirSync(data);
  });
  afterEach(() => {
    for (const undo of release.splice(0).toReversed()) undo();
    rmSync(work, { recursive: true });
  });

  const inDatabase = (sql: string): void => {
    const db = new DatabaseSync(join(data, 'events.db'));
    db.exec(sql);
    db.close();
  };
  const onSmallDisk = (bytes: number): SmallDisk => {
    const disk = mountSmallDisk(bytes);
    release.push(() => disk.unmount());
    data = disk.path;
    return disk;
  };

  const mounted = noMounts();
  const isRoot = process.getuid?.() === 0;
  const table: readonly (readonly [
    what: string,
    code: number,
    message: RegExp,
    prepare: () => void | Promise<void>,
    skipped?: string | undefined,
  ])[] = [
    [
      'another process has it',
      3,
      /data is in use by process \d+ \(.+ on .+, since .+\)$/,
      () => {
        const lock = lockDirectory(data);
        release.push(() => lock.release());
      },
    ],
    [
      'the disk is full',
      3,
      /the disk is full; free some space$/,
      () => {
        const disk = onSmallDisk(256 * 1024);
        expect(() => writeFileSync(join(disk.path, 'ballast'), Buffer.alloc(1024 * 1024))).toThrow('ENOSPC');
      },
      mounted,
    ],
    [
      'the file system is read-only',
      3,
      /is read-only: the store must be on a file system that can be written$/,
      async () => {
        const disk = onSmallDisk(8 * 1024 * 1024);
        await fill(data, 3);
        disk.remount('ro');
      },
      mounted,
    ],
    [
      'its user may not open it',
      3,
      /may not be opened by user \d+: give it read and write permission/,
      async () => {
        await fill(data, 3);
        chmodSync(work, 0o755);
        chmodSync(data, isRoot ? 0o700 : 0o000);
        release.push(() => chmodSync(data, 0o700));
      },
      isRoot && !nobodyCanRun ? 'skipped: nobody cannot run the program here' : undefined,
    ],
    [
      'events.db is of a newer version',
      4,
      /events\.db was written by a newer version of Meterlog: its schema has version 99/,
      async () => {
        await fill(data, 3);
        inDatabase('PRAGMA user_version = 99');
      },
    ],
    [
      'events.db is no database',
      4,
      /events\.db is damaged: it is not a database file/,
      () => writeFileSync(join(data, 'events.db'), 'no database\n'.repeat(1_000)),
    ],
    [
      'events.db lacks events',
      4,
      /events\.db is damaged: .*the first missing position is 2\. /,
      async () => {
        await fill(data, 3);
        inDatabase('DELETE FROM events WHERE position = 2');
      },
    ],
    [
      'events.db is missing, read.db is there',
      4,
      /events\.db is missing, although .*read\.db was made from it/,
      () => new DatabaseSync(join(data, 'read.db')).exec('CREATE TABLE t (x)'),
    ],
  ];

  for (const [what, code, message, prepare, skipped] of table) {
    (skipped === undefined ? it : it.skip)(
      `ends with code ${code} and one line when ${what}${skipped === undefined ? '' : ` (${skipped})`}`,
      async () => {
        await prepare();
        const before = hashesOf(data);
        const ending = await start(data, what.startsWith('its user') && isRoot ? NOBODY : undefined);
        expect(ending.lines).toEqual([expect.stringMatching(message)]);
        expect(ending.lines[0]).toContain(data);
        expect(ending.code).toBe(code);
        expect(hashesOf(data)).toEqual(before);
      },
      120_000,
    );
  }
});

/** Undefined for a directory that this process may not read either. */
function hashesOf(data: string): ReadonlyMap<string, string> | undefined {
  try {
    return hashesIn(data);
  } catch {
    return undefined;
  }
}
