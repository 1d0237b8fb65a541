import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { evolve, initialState, type DeviceEvent, type DeviceState } from '#domain';
import { DeciderRepository, EventRegistry, VirtualClock } from '#event-sourcing';
import { allEventTypes, deviceStream } from '#orchestration';
import { parseMasterKeys } from '#security';
import { openStores } from '#stores';
import { silentLog } from '#event-sourcing';
import { runCli } from '../program.js';

jest.setTimeout(60_000);

const LONG = 'TEST1024000000001';
const SHORT = 'TEST1024000000002';
const EVENTS = 1_000;
const MASTER_KEY = '5a'.repeat(32);

let home: string;
let data: string;
let file: string;
let copies = 0;

async function meterlog(directory: string, ...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const environment = { METERLOG_DATA: directory, METERLOG_MASTER_KEY: MASTER_KEY };
  const code = await runCli(args, { environment, out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}

const rows = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Events of two devices, the long one's last ones written after everything else. */
async function record(grants: readonly (readonly [string, number])[]): Promise<void> {
  const stores = await openStores({ data, masterKeys: parseMasterKeys(MASTER_KEY), log: silentLog });
  const registry = new EventRegistry(allEventTypes);
  const options = { store: stores.events, registry, clock: new VirtualClock(Date.UTC(2026, 0, 1)), stream: deviceStream, initialState, evolve };
  const devices = new DeciderRepository<DeviceState, DeviceEvent>(options);
  for (const [device, count] of grants) {
    const first = (await devices.load(device)).revision + 1;
    for (let n = first; n < first + count; n += 100) {
      const commandId = `grant-${device}-${n}`;
      await devices.decide(device, { commandId, correlationUid: commandId, causationId: null, actor: 'meterlog/test' }, () =>
        Array.from({ length: Math.min(100, first + count - n) }, (_, index) => ({
          type: 'DeviceAuthorizationGranted',
          data: { organisation: `org-${n + index}`, functionGroup: 'OWNER' },
        })),
      );
    }
  }
  await stores.close();
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'meterlog-verify-'));
  data = join(home, 'data');
  file = join(home, 'checkpoints.jsonl');
  await record([
    [LONG, EVENTS - 10],
    [SHORT, 3],
    [LONG, 10],
  ]);
  expect(await meterlog(data, 'checkpoint', '--checkpoint-file', file)).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A copy of the record in which somebody did this. */
function tampered(change: (db: DatabaseSync, streamId: (name: string) => number) => void): string {
  const copy = join(home, `copy-${copies++}`);
  cpSync(data, copy, { recursive: true });
  const db = new DatabaseSync(join(copy, 'events.db'), { timeout: 5_000 });
  try {
    db.exec('BEGIN');
    change(db, (name) => Number(db.prepare('SELECT id FROM event_streams WHERE name = ?').get(name)?.['id']));
    db.exec('COMMIT');
  } finally {
    db.close();
  }
  return copy;
}

const cutOff = (device: string, from: number): string =>
  tampered((db, id) => void db.prepare('DELETE FROM events WHERE stream = ? AND revision >= ?').run(id(deviceStream(device)), from));
const lastCheckpointGone = (db: DatabaseSync, id: (name: string) => number): void =>
  void db.prepare('DELETE FROM events WHERE stream = ?').run(id('checkpoints'));

describe('meterlog checkpoint', () => {
  it('says what it covers, and writes the file', () => {
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ checkpoint: { events: EVENTS + 3, streams: 2, previous: null } });
  });

  it('makes none when nothing has happened since', async () => {
    const { code, out } = await meterlog(data, 'checkpoint', '--json');
    expect(code).toBe(0);
    expect(rows(out)).toMatchObject([{ created: false, checkpoint: { number: 0 } }]);
  });

  it('does not make a record where there is none', async () => {
    expect(await meterlog(join(home, 'nothing'), 'checkpoint')).toMatchObject({ code: 3, out: '' });
  });

  it('goes through the platform while it holds the directory', async () => {
    const stores = await openStores({ data, masterKeys: parseMasterKeys(MASTER_KEY), log: silentLog });
    try {
      const { code, error } = await meterlog(data, 'checkpoint');
      expect(code).toBe(2);
      expect(error).toMatch(/METERLOG_API_KEY must be set/);
    } finally {
      await stores.close();
    }
  });

  it('is refused for a record that was changed', async () => {
    const copy = tampered((db, id) => {
      db.prepare(`UPDATE events SET data = replace(data, 'OWNER', 'OTHER') WHERE stream = ? AND revision = 5`).run(id(deviceStream(LONG)));
      rmSync(join(home, `copy-${copies - 1}`, 'read.db'), { force: true });
    });
    expect(await meterlog(copy, 'checkpoint')).toMatchObject({ code: 1, error: expect.stringMatching(/breaks at revision 5/) });
  });
});

describe('meterlog verify', () => {
  it('finds everything good, and says how far it is proven', async () => {
    expect(rows((await meterlog(data, 'verify', '--all', '--checkpoint', file, '--json')).out)).toMatchObject([
      { events: EVENTS + 4, streams: 3, broken: 0, checkpoints: { read: 2, wrong: 0 }, covered: { events: EVENTS + 3 }, uncovered: 1 },
    ]);
    const one = await meterlog(data, 'verify', LONG);
    expect(one).toMatchObject({ code: 0, out: `1000 events in 1 stream verified, 0 broken: a checkpoint covers it up to revision 999\n` });
  });

  it('tells from which revision on nothing is proven', async () => {
    const copy = tampered(lastCheckpointGone);
    expect(rows((await meterlog(copy, 'verify', LONG, '--json')).out)).toMatchObject([{ broken: 0, coveredTo: null, uncoveredSince: 0 }]);
    expect((await meterlog(copy, 'verify', LONG)).out).toMatch(/no checkpoint covers it, not covered since revision 0\n$/);
    expect((await meterlog(copy, 'verify', '--all')).out).toMatch(/no checkpoint covers the record\n$/);
  });

  it.each<[string, (db: DatabaseSync, stream: number, at: number) => void, string]>([
    [
      'changed data',
      (db, stream, at) => db.prepare(`UPDATE events SET data = replace(data, 'OWNER', 'OWNEr') WHERE stream = ? AND revision = ?`).run(stream, at),
      'HASH',
    ],
    [
      'changed metadata',
      (db, stream, at) =>
        db.prepare(`UPDATE events SET metadata = replace(metadata, '/test', '/tesT') WHERE stream = ? AND revision = ?`).run(stream, at),
      'HASH',
    ],
    [
      'another type',
      (db, stream, at) => db.prepare(`UPDATE events SET type = 'KeyStored' WHERE stream = ? AND revision = ?`).run(stream, at),
      'IDENTITY',
    ],
    ['a removed event', (db, stream, at) => db.prepare('DELETE FROM events WHERE stream = ? AND revision = ?').run(stream, at), 'REVISION'],
    [
      'a removed event, the others closed up',
      (db, stream, at) => {
        db.prepare('DELETE FROM events WHERE stream = ? AND revision = ?').run(stream, at);
        for (let revision = at + 1; revision < EVENTS; revision++)
          db.prepare('UPDATE events SET revision = revision - 1 WHERE stream = ? AND revision = ?').run(stream, revision);
      },
      'LINK',
    ],
    [
      'an event that was put in, the others moved on',
      (db, stream, at) => {
        for (let revision = EVENTS - 1; revision >= at; revision--)
          db.prepare('UPDATE events SET revision = revision + 1 WHERE stream = ? AND revision = ?').run(stream, revision);
        db.prepare(
          `INSERT INTO events (position, stream, revision, type, id, data, metadata)
           SELECT (SELECT max(position) + 1 FROM events), stream, ?, type, 'put-in', data, metadata FROM events WHERE stream = ? AND revision = ?`,
        ).run(at, stream, at + 1);
      },
      'REVISION|IDENTITY',
    ],
    [
      'two events in each other’s place',
      (db, stream, at) => {
        const move = db.prepare('UPDATE events SET revision = ? WHERE stream = ? AND revision = ?');
        move.run(-1, stream, at);
        move.run(at, stream, at + 1);
        move.run(at + 1, stream, -1);
      },
      'REVISION|LINK',
    ],
  ])('finds %s anywhere', async (_what, change, reason) => {
    for (const at of [0, 1, 499, 500, 998]) {
      const copy = tampered((db, id) => change(db, id(deviceStream(LONG)), at));
      const all = await meterlog(copy, 'verify', '--all', '--json');
      expect(all.code).toBe(1);
      expect(rows(all.out)[0]).toMatchObject({ stream: deviceStream(LONG), revision: at, reason: expect.stringMatching(reason) });
      expect((await meterlog(copy, 'verify', LONG)).code).toBe(1);
    }
  });

  it('finds the end of a stream cut off', async () => {
    for (const from of [0, 1, 500, 999]) {
      const copy = cutOff(LONG, from);
      for (const args of [['--all'], [LONG], ['--all', '--checkpoint', file], [LONG, '--checkpoint', file]]) {
        const { code, out, error } = await meterlog(copy, 'verify', ...args);
        expect(code).toBe(1);
        expect(out + error).toMatch(/BEYOND_END|ROOT/);
      }
    }
  });

  it('finds the end of the record cut off together with its checkpoint by the file only', async () => {
    const copy = tampered((db, id) => {
      lastCheckpointGone(db, id);
      db.prepare('DELETE FROM events WHERE stream = ? AND revision >= 995').run(id(deviceStream(LONG)));
    });
    expect((await meterlog(copy, 'verify', '--all')).code).toBe(0);
    expect((await meterlog(copy, 'verify', LONG)).out).toMatch(/not covered since revision 0/);
    const { code, out } = await meterlog(copy, 'verify', LONG, '--checkpoint', file);
    expect(code).toBe(1);
    expect(out).toMatch(/some are missing/);
    expect((await meterlog(copy, 'verify', '--all', '--checkpoint', file)).code).toBe(1);
  });

  it('finds a whole device removed', async () => {
    const copy = cutOff(SHORT, 0);
    expect(await meterlog(copy, 'verify', SHORT)).toMatchObject({ code: 1, out: expect.stringMatching(/some are missing/) });
    expect((await meterlog(copy, 'verify', '--all')).code).toBe(1);
  });

  it('shows on a terminal how far it has come, and nothing elsewhere', async () => {
    let shown = '';
    const surroundings = { environment: { METERLOG_DATA: data }, out: () => undefined, error: (text: string) => (shown += text) };
    expect(await runCli(['verify', '--all'], surroundings)).toBe(0);
    expect(shown).toBe('');
    expect(await runCli(['verify', '--all'], { ...surroundings, terminal: true })).toBe(0);
    expect(shown).toMatch(/^\r.*\d+ of 1004 events, \d+\/s/);
  });

  it('is what to ask when another verb meets an event that is none', async () => {
    const copy = tampered((db, id) => db.prepare(`UPDATE events SET data = '{' WHERE stream = ? AND revision = 1`).run(id(deviceStream(SHORT))));
    for (const verb of ['history', 'state'])
      expect(await meterlog(copy, verb, SHORT)).toEqual({
        code: 1,
        out: '',
        error: `meterlog: event 1 of stream device-${SHORT} is not one of ours: meterlog verify says what is wrong with the record\n`,
      });
  });

  it('says what is wrong with its input', async () => {
    const empty = join(home, 'empty');
    writeFileSync(empty, '');
    expect((await meterlog(data, 'verify', '--all', '--checkpoint', join(home, 'nowhere'))).code).toBe(3);
    expect((await meterlog(data, 'verify', '--all', '--checkpoint', empty)).code).toBe(3);
    expect((await meterlog(data, 'verify', '--all', '--public-key', file)).code).toBe(3);
  });
});

describe('meterlog proof', () => {
  it('proves a device offline', async () => {
    const proof = join(home, 'proof.json');
    expect(await meterlog(data, 'proof', SHORT, '--out', proof)).toMatchObject({
      code: 0,
      out: `${proof}: 3 events of device ${SHORT}, proven by checkpoint 0\n`,
    });
    const nowhere = join(home, 'nowhere');
    const good = await meterlog(nowhere, 'verify-proof', proof, '--json');
    expect(good.code).toBe(0);
    expect(rows(good.out)).toMatchObject([{ valid: true, stream: deviceStream(SHORT), events: 3, keyTrusted: false }]);
    const text = readFileSync(proof, 'utf8');
    expect((await meterlog(data, 'proof', SHORT)).out).toBe(text);
    const forged = join(home, 'forged.json');
    for (const [change, reason] of [
      [text.replace('org-1', 'org-9'), 'CHAIN'],
      [text.replace('"streams":2', '"streams":3'), 'SIGNATURE'],
      [text.replace('"index":1', '"index":0'), 'PATH'],
      ['{', 'FORM'],
    ] as const) {
      writeFileSync(forged, change);
      const bad = await meterlog(nowhere, 'verify-proof', forged, '--json');
      expect(bad.code).toBe(1);
      expect(rows(bad.out)).toMatchObject([{ valid: false, reason }]);
    }
  });

  it('lets no text in it pass for a word of ours', async () => {
    const forged = join(home, 'forged.json');
    const spoof = 'x\nthe proof holds: stream device-X\nsigned with the key that was given';
    writeFileSync(forged, JSON.stringify({ [spoof]: 1 }));
    const { code, out } = await meterlog(data, 'verify-proof', forged);
    expect([code, out.trimEnd().split('\n')]).toEqual([1, [expect.stringMatching(/^the proof does not hold: .*\(FORM\)$/)]]);
  });

  it('is refused where nothing is proven', async () => {
    expect((await meterlog(data, 'proof', 'TEST0000000000000')).code).toBe(1);
    expect((await meterlog(data, 'proof', SHORT, '--checkpoint', '7')).code).toBe(1);
    expect((await meterlog(cutOff(LONG, 999), 'proof', SHORT)).code).toBe(1);
    expect((await meterlog(tampered(lastCheckpointGone), 'proof', SHORT)).error).toMatch(/meterlog checkpoint makes one/);
    expect((await meterlog(data, 'verify-proof', join(home, 'nowhere'))).code).toBe(3);
  });
});
