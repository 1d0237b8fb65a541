import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { runCli } from '../../apps/cli/src/program.js';
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
jest.setTimeout(90_000);

const program = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));

afterEach(removeTemporaryDirectories);
afterAll(removeSamples);

async function meterlog(...args: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await runCli(args, { environment: {}, out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}

const contentAt = async (directory: string): Promise<object> => inHouse(directoryAt(directory), 'source', contentOf);

function eventsIn(directory: string): number {
  const path = join(directory, 'events.db');
  if (!existsSync(path)) return 0;
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    return Number(db.prepare('SELECT count(*) AS n FROM events').get()?.['n']);
  } catch {
    // The tables are being made.
    return 0;
  } finally {
    db.close();
  }
}

describe('meterlog copy', () => {
  it('goes on after kill -9', async () => {
    const { directory } = await sampleDirectory({ streams: 3, perStream: 1_000 });
    const to = await temporaryDirectory();
    const child = spawn(process.execPath, [program, 'copy', '--from', directory, '--to', to], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await eventually(
      async () => eventsIn(to),
      (count) => count > 0,
    );
    child.kill('SIGKILL');
    await ended;
    const { code, out } = await meterlog('copy', '--from', directory, '--to', to, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ events: 3_000, streams: 3, results: 3 });
    expect(await contentAt(to)).toEqual(await contentAt(directory));
    expect(existsSync(join(to, 'unfinished-copy'))).toBe(false);
  });

  it.each([
    ['a source that is not there', ['--from', '/nowhere', '--to', '/tmp/x'], 3],
    ['an event store alone as target', ['--from', '/nowhere', '--to', 'esdb://u:secret@127.0.0.1:1'], 2],
    ['an event store alone as source', ['--from', 'esdb://u:secret@127.0.0.1:1', '--to', '/nowhere'], 2],
    ['another kind of address', ['--from', 'http://u:secret@127.0.0.1', '--to', '/nowhere'], 2],
    ['an unusable MongoDB', ['--from', 'esdb://u:secret@127.0.0.1:1', '--from-mongo', 'mongodb://u:secret@', '--to', '/nowhere'], 2],
    ['a MongoDB beside a directory', ['--from', '/nowhere', '--to', '/tmp/x', '--to-mongo', 'mongodb://u:secret@h'], 2],
    ['a variable that is not set', ['--from', 'env:NOT_SET', '--to', '/tmp/x'], 2],
    ['no target', ['--from', '/nowhere'], 2],
  ])('ends with code for %s, in one line without passwords', async (_what, args, code) => {
    const result = await meterlog('copy', ...args);
    expect(result).toMatchObject({ code, out: '' });
    expect(result.error.trimEnd().split('\n')).toHaveLength(1);
    expect(result.error).not.toContain('secret');
  });

  it('ends with code 1 when the target holds something else, or the source is damaged', async () => {
    const [one, other] = [await sampleDirectory(), await sampleDirectory({ streams: 2, perStream: 5 })];
    const foreign = await meterlog('copy', '--from', one.directory, '--to', other.directory);
    expect(foreign).toMatchObject({ code: 1, error: expect.stringContaining(other.directory) });
    const db = new DatabaseSync(join(one.directory, 'events.db'));
    db.exec("UPDATE events SET data = replace(data, 'nö20', 'nö21') WHERE revision = 20 AND stream = 3");
    db.close();
    const damaged = await meterlog('copy', '--from', one.directory, '--to', await temporaryDirectory());
    expect(damaged).toMatchObject({ code: 1, error: expect.stringContaining('revision 20') });
  });
});

describe('meterlog backup and restore', () => {
  it('bring a record back, also one that is in use', async () => {
    const { directory } = await sampleDirectory();
    const stores = await storesOf(directory);
    const [backups, to] = [await temporaryDirectory(), join(await temporaryDirectory(), 'data')];
    try {
      const { code, out } = await meterlog('backup', backups, '--data', directory, '--json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ events: 210, streams: 7 });
    } finally {
      await stores.close();
    }
    const backup = join(backups, readdirSync(backups)[0] ?? '');
    expect(await meterlog('restore', backup, '--data', to)).toMatchObject({ code: 0, out: expect.stringContaining('7 invocation counters') });
    expect((await meterlog('verify', '--all', '--data', to)).code).toBe(0);
  });

  it('end with a code that tells what is wrong, in one line', async () => {
    const { directory } = await sampleDirectory();
    const empty = await temporaryDirectory();
    for (const [args, code] of [
      [['backup', join(empty, 'x.db'), '--data', empty], 3],
      [['restore', join(empty, 'x.db'), '--data', empty], 3],
      [['restore', join(directory, 'events.db'), '--data', directory], 3],
      [['backup'], 2],
    ] as const) {
      const result = await meterlog(...args);
      expect(result.code).toBe(code);
      expect(result.error.trimEnd().split('\n')).toHaveLength(1);
    }
  });
});
