import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '../chaos/verify.js';
import { eventually } from '../support/eventually.js';
import { startFleetProcess, type FleetProcess } from '../support/fleet-process.js';
import { endings, eventsOf } from '../support/history.js';
import { startPlatform, type PlatformProcess } from '../support/platform-process.js';
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

const running = ({ api }: PlatformProcess) => api.get<{ items: readonly unknown[] }>('/v1/commands?status=RUNNING');

describe.each([
  ['SIGTERM', 0],
  ['SIGKILL', null],
] as const)('After %s in the middle of work', (signal, exitCode) => {
  it('every accepted command ends, exactly once, and all read models are what a rebuild gives', async () => {
    await onFreshData(async (first, data, again) => {
      await slowly();
      const accepted = await acceptMany(first);
      await eventually(
        () => running(first),
        ({ body }) => body.items.length > 0,
      );
      const began = Date.now();
      first.program.kill(signal);
      expect(await first.program.exited).toBe(exitCode);
      expect(Date.now() - began).toBeLessThan(15_000);
      await swiftly();

      const second = await again();
      for (const { uid, meter } of accepted) {
        expect((await second.api.ended(uid)).status).toBe('SUCCEEDED');
        expect(endings(await eventsOf(second.api, meter, uid))).toEqual(['CommandSucceeded']);
      }
      await second.program.stop();
      const verdict = await verify(data, { accepted: accepted.map(({ uid }) => uid) });
      expect(verdict).toMatchObject({ violations: [], commands: accepted.length + METERS, terminal: accepted.length + METERS });
    });
  });
});
