import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { deviceEventTypes, initialState, evolve, type DeviceEvent, type DeviceState } from '#domain';
import { DeciderRepository, EventRegistry, silentLog, systemClock } from '#event-sourcing';
import { deviceStream } from '#orchestration';
import { commandsProjection, ProjectionRunner } from '#projections';
import { parseMasterKeys } from '#security';
import { openStores } from '#stores';
import { runCli } from '../program.js';

jest.setTimeout(60_000);

const DEVICE = 'TEST1024000000001';
const MASTER_KEY = '5a'.repeat(32);
let data: string;

/** A data directory that nobody holds, in which the read model of commands chokes on a device. */
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'meterlog-cli-'));
  const stores = await openStores({ data, masterKeys: parseMasterKeys(MASTER_KEY), log: silentLog });
  const { events: store, reads: readStore } = stores;
  const registry = new EventRegistry(deviceEventTypes);
  const devices = new DeciderRepository<DeviceState, DeviceEvent>({
    store,
    registry,
    clock: systemClock,
    stream: deviceStream,
    initialState,
    evolve,
  });
  const context = { commandId: 'c', correlationUid: 'c', causationId: null, actor: 'acme/-/-' };
  const options = { priority: 4, bypassRetry: false };
  await devices.decide(DEVICE, context, () => [
    { type: 'CommandAccepted', data: { operation: 'GetOutages', data: null, options, expiresAt: '2026-12-01T00:00:00.000Z', requestHash: 'h' } },
    { type: 'CommandCancelled', data: { reason: 'a test' } },
  ]);
  const apply = (): never => {
    throw new Error('cannot digest');
  };
  const projections = [{ ...commandsProjection, apply }];
  const runner = new ProjectionRunner({ store, readStore, registry, projections, clock: systemClock, log: silentLog });
  await runner.start();
  await runner.waitFor('commands', await store.head(), 5_000);
  await runner.stop();
  await stores.close();
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

async function meterlog(...args: string[]): Promise<{ code: number; rows: readonly Record<string, unknown>[]; error: string }> {
  let out = '';
  let error = '';
  const environment = { METERLOG_DATA: data, METERLOG_MASTER_KEY: MASTER_KEY };
  const code = await runCli([...args, '--json'], { environment, out: (text) => (out += text), error: (text) => (error += text) });
  const lines = out.split('\n').filter((line) => line !== '');
  return { code, rows: lines.map((line) => JSON.parse(line) as Record<string, unknown>), error };
}

describe('meterlog on a directory that no platform holds', () => {
  it('lists and shows what is quarantined', async () => {
    const listed = await meterlog('quarantine', 'list', 'commands');
    expect(listed).toMatchObject({ code: 0, rows: [{ deviceIdentification: DEVICE, revision: 0, error: 'Error: cannot digest', parked: 2 }] });
    const shown = await meterlog('quarantine', 'show', 'commands', DEVICE);
    expect(shown.rows).toMatchObject([{ parked: 2 }, { revision: 0, type: 'CommandAccepted' }, { revision: 1, type: 'CommandCancelled' }]);
  });

  it('tells how far the read models are', async () => {
    const { code, rows } = await meterlog('projections');
    expect(code).toBe(0);
    expect(rows.find(({ name }) => name === 'commands')).toMatchObject({ generation: 1, state: 'LIVE', quarantined: 1 });
  });

  it('replays it, once', async () => {
    expect(await meterlog('quarantine', 'replay', 'commands', DEVICE)).toMatchObject({
      code: 0,
      rows: [{ deviceIdentification: DEVICE, outcome: 'CLEARED' }],
    });
    const again = await meterlog('quarantine', 'replay', 'commands', DEVICE);
    expect(again.code).toBe(1);
    expect(again.error).toContain('is not quarantined');
  });

  it('rebuilds a read model and removes the old one', async () => {
    expect(await meterlog('rebuild', 'commands')).toMatchObject({ code: 0, rows: [{ name: 'commands', generation: 2, rebuild: null }] });
    const again = await meterlog('rebuild', 'commands', '--wait');
    expect(again.rows).toMatchObject([{ generation: 3 }]);
  });

  it.each([
    [['rebuild', 'nothing'], 1, /no projection nothing/],
    [['rebuild', 'commands', '--cancel'], 1, /not being rebuilt/],
    [['quarantine', 'discard', 'commands', DEVICE], 2, /needs --reason/],
    [['quarantine', 'discard', 'commands', DEVICE, '--reason', ' '], 2, /needs --reason/],
    [['quarantine', 'show', 'commands'], 2, /needs a device/],
    [['quarantine', 'praise', 'commands'], 2, /Allowed choices/],
    [['quarantine', 'discard', 'commands', DEVICE, '--reason', 'no use'], 1, /is not quarantined/],
  ])('%j ends with %i', async (args, code, message) => {
    const ended = await meterlog(...args);
    expect(ended.code).toBe(code);
    expect(ended.error).toMatch(message);
  });
});

it('on servers, where nothing tells whether a platform is at work, only the platform is asked', async () => {
  const servers = { METERLOG_EVENTSTORE: 'esdb://127.0.0.1:1?tls=false', METERLOG_READSTORE: 'mongodb://127.0.0.1:1' };
  const environment = { ...servers, METERLOG_MASTER_KEY: MASTER_KEY, METERLOG_API_KEY: 'the-key-of-this-test', METERLOG_PORT: '9' };
  let error = '';
  const surroundings = { environment, out: () => undefined, error: (text: string) => void (error += text) };
  expect(await runCli(['rebuild', 'commands'], surroundings)).toBe(3);
  expect(error).toMatch(/the platform cannot be reached/);
});
