import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleetProcess, type FleetProcess } from '../support/fleet-process.js';
import { startPlatform, type PlatformProcess } from '../support/platform-process.js';
import { freePort } from '../support/ports.js';
import { cpuTimeOf } from './cpu-time.js';
import type { Bench, BenchOptions, Figures } from './figures.js';
import { referenceSession } from './house/reference-session.js';
import { inParallel } from '../../apps/platform/src/demo/in-parallel.js';

const SESSIONS = { quick: 600, normal: 2_000, full: 6_000 } as const;
const METERS = 1_000;
/** Requests that wait at once: more than the sessions that the platform allows itself, as in a collection. */
const HTTP_CLIENTS = 200;
/** Days of 15-minute values that a meter keeps, less the present one. */
const DAYS = 9;

/**
 * Reference sessions through the whole house: accepted over HTTP, dispatched, read over TCP and DLMS, recorded, projected.
 * A session is a bundle that reads the daily profile and one day of the 15-minute profile (three blocks): 7 exchanges.
 */
export const skeleton: Bench = {
  name: 'skeleton',
  summary: 'reference sessions through the whole house, fleet in another process',
  async run(options) {
    const data = await mkdtemp(join(tmpdir(), 'meterlog-bench-'));
    // The clients that wait for answers are no part of the platform: they stay off its core, as the fleet does.
    execFileSync('taskset', ['-acp', '1', String(process.pid)], { stdio: 'ignore' });
    const fleet = await startFleetProcess(METERS, 7, { profiles: 'SMR5.1', core: 1 });
    try {
      const platform = await startPlatform(data, await freePort(), {}, 0);
      try {
        return await measure(platform, fleet, options);
      } finally {
        await platform.program.stop();
      }
    } finally {
      await fleet.program.stop();
      await rm(data, { recursive: true, force: true });
    }
  },
};

async function measure({ program, api }: PlatformProcess, fleet: FleetProcess, { scale, progress }: BenchOptions): Promise<Figures> {
  const devices = (await fleet.devices()).map(({ deviceIdentification }) => deviceIdentification);
  await inParallel(await fleet.devices(), 16, (device) => api.post('/v1/commands/AddDevice', device));
  const sessionOf = async (index: number): Promise<string> => {
    const deviceIdentification = devices[index % devices.length];
    const data = referenceSession(Date.now(), 1 + (Math.floor(index / devices.length) % DAYS));
    return (await api.post<{ status: string }>('/v1/commands/Bundle?wait=60', { deviceIdentification, data })).body.status;
  };
  progress('warming up: every meter once');
  await inParallel([...devices.keys()], HTTP_CLIENTS, sessionOf);
  const sessions = SESSIONS[scale];
  // The warm-up was the round of the first day; every later round reads another day, as collection does.
  const targets = Array.from({ length: sessions }, (_, index) => devices.length + index);
  progress(`measuring ${sessions} sessions`);
  const cpuBefore = cpuTimeOf(program.pid ?? 0);
  const began = performance.now();
  let failed = 0;
  await inParallel(targets, HTTP_CLIENTS, async (index) => {
    if ((await sessionOf(index)) !== 'SUCCEEDED') failed++;
  });
  const seconds = (performance.now() - began) / 1_000;
  const cpu = cpuTimeOf(program.pid ?? 0) - cpuBefore;
  if (failed > 0) throw new Error(`${failed} of ${sessions} sessions failed`);
  return {
    sessionsPerCpuSecond: { value: sessions / (cpu / 1e6), unit: '1/s' },
    platformCpuPerSession: { value: cpu / sessions, unit: 'µs' },
    sessionsPerSecond: { value: sessions / seconds, unit: '1/s' },
  };
}
