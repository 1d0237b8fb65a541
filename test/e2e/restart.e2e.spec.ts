import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '../chaos/verify.js';
import { startFleetProcess, type FleetProcess } from '../support/fleet-process.js';
import { endings, eventsOf } from '../support/history.js';
import { launchPlatform, startPlatform, type PlatformProcess } from '../support/platform-process.js';
import { freePort } from '../support/ports.js';

jest.setTimeout(60_000);

const METERS = 6;

let fleet: FleetProcess;
let meters: readonly string[];
beforeAll(async () => {
  fleet = await startFleetProcess(METERS, 7, { base: '127.29.0.1' });
  meters = (await fleet.devices()).map(({ deviceIdentification }) => deviceIdentification);
});
afterAll(async () => fleet?.program.stop());

/** A platform on its own data with the whole fleet registered; stopped and removed at the end. */
async function onFreshData(test: (first: PlatformProcess, data: string, again: () => Promise<PlatformProcess>) => Promise<void>): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'meterlog-restart-'));
  const started: PlatformProcess[] = [];
  const start = async (): Promise<PlatformProcess> => {
    const platform = await startPlatform(data, await freePort());
    started.push(platform);
    return platform;
  };
  try {
    const first = await start();
    for (const device of await fleet.devices()) expect((await first.api.post('/v1/commands/AddDevice', device)).status).toBe(202);
    await test(first, data, start);
  } finally {
    await Promise.all(started.map(({ program }) => program.stop()));
    await rm(data, { recursive: true, force: true });
  }
}

/** Meters that take their time: sessions are under way when the platform ends. */
const slowly = () => fleet.control('PUT', '/faults', { seed: 1, faults: [{ kind: 'delay', onService: 'any', delayMs: 150 }] });
const swiftly = () => fleet.control('DELETE', '/faults');

async function acceptMany({ api }: PlatformProcess): Promise<readonly { readonly uid: string; readonly meter: string }[]> {
  const accepted: { uid: string; meter: string }[] = [];
  for (let number = 0; number < 4 * METERS; number++) {
    const meter = meters[number % METERS] ?? '';
    accepted.push({ uid: (await api.send('GetActualMeterReads', meter)).correlationUid, meter });
  }
  return accepted;
}

describe.each([
  ['SIGTERM', 0],
  ['SIGKILL', null],
] as const)('After %s in the middle of work', (signal, exitCode) => {
  it('every accepted command ends, exactly once, and all read models are what a rebuild gives', async () => {
    await onFreshData(async (first, data, again) => {
      await slowly();
      const accepted = await acceptMany(first);
      await Promise.all(accepted.slice(0, METERS).map(({ uid }) => hasBegun(first, uid)));
      const began = Date.now();
      first.program.kill(signal);
      expect(await first.program.exited).toBe(exitCode);
      expect(Date.now() - began).toBeLessThan(5_000);
      await swiftly();

      const second = await again();
      for (const { uid, meter } of accepted) {
        expect((await second.api.ended(uid)).status).toBe('SUCCEEDED');
        expect(endings(await eventsOf(second.api, meter, uid))).toEqual(['CommandSucceeded']);
      }
      await second.program.stop();
      const verdict = await verify(
        data,
        accepted.map(({ uid }) => uid),
      );
      expect(verdict).toMatchObject({ violations: [], commands: accepted.length + METERS, terminal: accepted.length + METERS });
    });
  });
});

/** Resolves once an attempt of the command was started. @throws when that takes too long */
async function hasBegun({ api }: PlatformProcess, uid: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
    const { body } = await api.get<{ attempts?: readonly unknown[] }>(`/v1/commands/${uid}`);
    if ((body.attempts?.length ?? 0) > 0) return;
  }
  throw new Error(`command ${uid} has not begun`);
}

describe('A second process', () => {
  it('on the same data is refused with one clear line while the first lives, and the first goes on', async () => {
    await onFreshData(async (first, data) => {
      const second = launchPlatform(data, await freePort());
      expect(await second.program.exited).toBe(3);
      expect(second.program.output).toHaveLength(1);
      expect(second.program.output[0]).toMatch(/^meterlog: .*is in use by .*\d+/);
      expect(second.program.output[0]).toContain(data);
      expect((await first.api.run('GetActualMeterReads', meters[0] ?? '')).status).toBe('SUCCEEDED');
    });
  });

  it('with another master key is refused', async () => {
    await onFreshData(async (first, data) => {
      await first.program.stop();
      const second = launchPlatform(data, await freePort(), { METERLOG_MASTER_KEY: 'ab'.repeat(32) });
      expect(await second.program.exited).toBe(3);
      expect(second.program.output).toEqual([expect.stringMatching(/^meterlog: .*master key/)]);
      expect(second.program.output.join()).not.toContain('ab'.repeat(32));
    });
  });
});

describe('A platform that cannot start', () => {
  it.each([
    ['no API key', { METERLOG_API_KEY: '' }, /METERLOG_API_KEY/],
    ['a short master key', { METERLOG_MASTER_KEY: 'abcd' }, /METERLOG_MASTER_KEY.*32 bytes/],
    ['an address that others can reach', { METERLOG_HOST: '0.0.0.0' }, /METERLOG_INSECURE_HTTP/],
  ])('for %s says so in one line and ends with 2', async (_why, env, message) => {
    const { program } = launchPlatform(join(tmpdir(), 'meterlog-never-made'), 0, env);
    expect(await program.exited).toBe(2);
    expect(program.output).toEqual([expect.stringMatching(message)]);
  });
});
