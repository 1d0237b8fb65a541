import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startFleetProcess, type FleetProcess } from '../support/fleet-process.js';
import { startPlatform, type PlatformProcess } from '../support/platform-process.js';
import { freePort } from '../support/ports.js';
import { repositoryRoot } from '../support/repository-root.js';
import { collectedIn, headOf, type Collected } from './collection/collected.js';
import { makeTrouble } from './collection/trouble.js';
import { histogramIn, quantile } from './collection/histogram.js';
import { plot } from './collection/plot.js';
import { postInBatches, untilAllHaveEnded } from './collection/requests.js';
import { cpuTimeOf } from './cpu-time.js';
import { percentile } from './eventstore/percentile.js';
import { machine, type Bench, type BenchOptions, type Figures } from './figures.js';
import { inHouse } from './house/in-house.js';
import { referenceSession } from './house/reference-session.js';

const METERS = { quick: 400, normal: 10_000, full: 10_000 } as const;
/** Meters that cannot be reached are tried again within seconds, for the story to end within minutes. */
const SETTINGS = { METERLOG_RETRY: '3x5s*2^n', METERLOG_CONNECT_TIMEOUT: '5s' };
const SHARES = [0.5, 0.95, 0.99] as const;

/** A day's collection: the daily read bundle of every meter at once, a tenth of them unreachable, a hundredth with faults. */
export const collection: Bench = {
  name: 'collection',
  summary: '10,000 meters read, a tenth of them unreachable: completeness over time, sessions per CPU second',
  async run(options) {
    // Meters and whoever asks for their values stay off the platform's core.
    execFileSync('taskset', ['-acp', '1', String(process.pid)], { stdio: 'ignore' });
    const fleet = await startFleetProcess(METERS[options.scale], 7, { profiles: 'SMR5.1', core: 1 });
    try {
      return await inHouse((data) => collect(data, fleet, options));
    } finally {
      await fleet.program.stop();
    }
  },
};

/** What the platform says of itself while it still runs. */
interface Told {
  /** Position of the record before. */
  readonly before: number;
  /** CPU time, µs, until the read models knew of everything. */
  readonly cpu: number;
  readonly metrics: string;
}

async function collect(data: string, fleet: FleetProcess, options: BenchOptions): Promise<Figures> {
  const platform = await startPlatform(data, await freePort(), SETTINGS, 0);
  let told: Told;
  try {
    told = await read(platform, data, fleet, options);
  } finally {
    await platform.program.stop();
  }
  const collected = collectedIn(data, told.before);
  if (options.scale !== 'quick') await draw(collected, METERS[options.scale]);
  return figuresOf(collected, told, METERS[options.scale]);
}

async function read({ api, program }: PlatformProcess, data: string, fleet: FleetProcess, { progress }: BenchOptions): Promise<Told> {
  const devices = await makeTrouble(fleet);
  progress(`registering ${devices.length} meters`);
  await postInBatches(
    api,
    devices.map((device) => ({ operation: 'AddDevice', ...device })),
  );
  await untilAllHaveEnded(api);
  const before = headOf(data);
  progress('reading them');
  const cpuBefore = cpuTimeOf(program.pid ?? 0);
  const bundle = referenceSession(Date.now(), 1);
  await postInBatches(
    api,
    devices.map(({ deviceIdentification }) => ({ operation: 'Bundle', deviceIdentification, data: bundle })),
  );
  await untilAllHaveEnded(api, (open) => progress(`${open} to be read`));
  return { before, cpu: cpuTimeOf(program.pid ?? 0) - cpuBefore, metrics: await (await fetch(`${api.url}/metrics`)).text() };
}

function figuresOf({ successes, queued, sessions, events, bytes }: Collected, { cpu, metrics }: Told, meters: number): Figures {
  const permits = histogramIn(metrics, 'meterlog_command_permit_wait_seconds');
  const waits = SHARES.flatMap((share) => {
    const suffix = `P${share * 100}`;
    return [
      [`queue${suffix}`, { value: percentile(queued, share) / 1_000, unit: 's' }],
      [`permit${suffix}`, { value: quantile(permits, share), unit: 's' }],
      [`session${suffix}`, { value: percentile(sessions, share) / 1_000, unit: 's' }],
    ] as const;
  });
  return {
    sessionsPerCpuSecond: { value: sessions.length / (cpu / 1e6), unit: '1/s' },
    completeness: { value: (100 * successes.length) / meters, unit: '%' },
    seconds: { value: (successes.at(-1) ?? NaN) / 1_000, unit: 's' },
    ...Object.fromEntries(waits),
    eventsPerDeviceDay: { value: events / meters, unit: '' },
    bytesPerDeviceDay: { value: bytes / meters, unit: 'B' },
  };
}

async function draw({ successes }: Collected, meters: number): Promise<void> {
  const folder = join(repositoryRoot, 'docs', 'benchmarks');
  await mkdir(folder, { recursive: true });
  const title = `Meters read, of ${meters}: a tenth cannot be reached, a hundredth has faults`;
  const times = successes.map((time) => time / 1_000);
  await writeFile(join(folder, 'collection.svg'), plot({ title, caption: machine(), times, total: meters }));
}
