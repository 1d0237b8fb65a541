import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { deviceEventTypes, initialState, evolve, type DeviceEvent, type DeviceState } from '#domain';
import { DeciderRepository, EventRegistry, VirtualClock } from '#event-sourcing';
import { eventsWriterModule, openEmbeddedEventStore } from '#eventstore';
import { deviceStream } from '#orchestration';
import { openSqliteFile } from '#sqlite';
import { runCli } from './program.js';

jest.setTimeout(30_000);

const DEVICE = 'TEST1024000000001';
const START = Date.parse('2026-11-24T00:00:00Z');
let data: string;
let close: () => Promise<void>;

/** A record of two devices that stays open for writing, as beside a running platform. */
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'meterlog-cli-'));
  const file = await openSqliteFile({ path: join(data, 'events.db'), synchronous: 'FULL', modules: { events: eventsWriterModule } });
  const store = await openEmbeddedEventStore(file);
  const clock = new VirtualClock(START);
  const registry = new EventRegistry(deviceEventTypes);
  const devices = new DeciderRepository<DeviceState, DeviceEvent>({ store, registry, clock, stream: deviceStream, initialState, evolve });
  for (const [index, device] of [DEVICE, 'TEST1024000000002', DEVICE].entries()) {
    const context = { commandId: `grant-${index}`, correlationUid: `grant-${index}`, causationId: null, actor: 'meterlog/test' };
    await devices.decide(device, context, () => [
      { type: 'DeviceAuthorizationGranted', data: { organisation: `org-${index}`, functionGroup: 'OWNER' } },
    ]);
    await clock.advance(60_000);
  }
  close = async () => {
    await store.close();
    await file.close();
  };
});
afterAll(async () => {
  await close();
  rmSync(data, { recursive: true, force: true });
});

async function meterlog(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await runCli(args, { environment: { METERLOG_DATA: data }, out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}

const rows = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('meterlog', () => {
  it.each([
    [['--help']],
    [['history', '--help']],
    [['state', '--help']],
    [['verify', '--help']],
    [['checkpoint', '--help']],
    [['proof', '--help']],
    [['verify-proof', '--help']],
  ])('explains itself: %j', async (args) => {
    const { code, out } = await meterlog(...args);
    expect(code).toBe(0);
    if (args.length > 1) expect(out).toMatch(/--json[\s\S]*Example:\n {2}meterlog /);
  });

  it('prints the history of a device', async () => {
    const { code, out } = await meterlog('history', DEVICE, '--json');
    expect(code).toBe(0);
    expect(rows(out)).toMatchObject([
      { revision: 0, type: 'DeviceAuthorizationGranted', data: { organisation: 'org-0' } },
      { revision: 1, data: { organisation: 'org-2' } },
    ]);
    expect((await meterlog('history', DEVICE, '--after', '0')).out).toMatch(
      /^ +1 {2}2026-11-24T00:02:00\.000Z {2}DeviceAuthorizationGranted .*org-2/,
    );
    expect((await meterlog('history', DEVICE, '--type', 'KeyStored')).out).toBe('');
  });

  it('prints the state of a device at any moment', async () => {
    const organisations = async (...args: string[]): Promise<string[]> => {
      const shown = JSON.parse((await meterlog('state', DEVICE, '--json', ...args)).out) as { readonly state: DeviceState };
      return Object.keys(shown.state.authorizations);
    };
    expect(await organisations()).toEqual(['org-0', 'org-2']);
    expect(await organisations('--revision', '0')).toEqual(['org-0']);
    expect(await organisations('--known-at', '2026-11-24T00:01:00Z')).toEqual(['org-0']);
    expect((await meterlog('state', DEVICE, '--at', '2020-01-01T00:00:00Z')).code).toBe(1);
  });

  it('verifies what is sound', async () => {
    expect(await meterlog('verify', '--all')).toMatchObject({
      code: 0,
      out: '3 events in 2 streams verified, 0 broken\n0 checkpoints verified, 0 wrong: no checkpoint covers the record\n',
    });
    expect(rows((await meterlog('verify', DEVICE, '--json')).out)).toMatchObject([{ events: 2, streams: 1, broken: 0, uncoveredSince: 0 }]);
  });

  it.each([
    [['history', 'TEST0000000000000'], 1],
    [['state', 'TEST0000000000000'], 1],
    [['verify', 'TEST0000000000000'], 1],
    [['verify'], 2],
    [['verify', DEVICE, '--all'], 2],
    [['state', DEVICE, '--revision', 'x'], 2],
    [['state', DEVICE, '--revision', '0', '--at', '2026-11-24T00:00:00Z'], 2],
    [['state', DEVICE, '--at', 'yesterday'], 2],
    [['nonsense'], 2],
    [['history', DEVICE, '--data', '/nowhere'], 3],
  ])('ends %j with code %i and one line', async (args, code) => {
    const result = await meterlog(...args);
    expect(result.code).toBe(code);
    expect(result.error.trimEnd().split('\n')).toHaveLength(1);
  });

  it('finds what was changed behind the platform’s back', async () => {
    const path = join(data, 'events.db');
    const db = new DatabaseSync(path, { timeout: 5_000 });
    try {
      db.exec(`UPDATE events SET data = replace(data, 'org-0', 'org-9')`);
    } finally {
      db.close();
    }
    const { code, out } = await meterlog('verify', '--all', '--json');
    expect(code).toBe(1);
    expect(rows(out)[0]).toMatchObject({ stream: deviceStream(DEVICE), revision: 0, reason: 'HASH' });
  });
});
