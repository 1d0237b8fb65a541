import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProgram } from '../support/child-program.js';
import { startPlatform, TEST_API_KEY, type PlatformProcess } from '../support/platform-process.js';
import { freePort } from '../support/ports.js';
import type { InProcessMeasurement } from './commands-in-process.js';
import { cpuTimeOf } from './cpu-time.js';
import type { Bench, BenchOptions, Figures } from './figures.js';
import { deviceName } from './house/device-name.js';
import { fillHouse } from './house/fill-house.js';
import { httpLoad } from './http-load.js';

/** All of them fit into the platform's memory, folded; the first command for each has it read. What more devices cost `scale` tells. */
const DEVICES = { quick: 5_000, normal: 20_000, full: 20_000 } as const;
const COMMANDS = { quick: 10_000, normal: 40_000, full: 200_000 } as const;
const WARM_UP = 4_000;
const CONNECTIONS = 256;
const BATCH = 250;
const BATCH_CONNECTIONS = 4;

/**
 * How fast commands are accepted, each durable before it is answered: one by one over HTTP, in batches, and by the process itself. They are due at
 * once, but there are no permits to connect, so that accepting is all that is measured; read models follow meanwhile, and what they cost is part of
 * `cpuPerCommand`.
 */
export const commands: Bench = {
  name: 'commands',
  summary: 'commands accepted over HTTP, in batches and in process',
  async run(options) {
    const { scale, progress } = options;
    // The generator stays off the platform's core.
    execFileSync('taskset', ['-acp', '1', String(process.pid)], { stdio: 'ignore' });
    const data = await mkdtemp(join(tmpdir(), 'meterlog-bench-'));
    try {
      progress(`registering ${DEVICES[scale]} devices`);
      await fillHouse(data, DEVICES[scale]);
      const inProcess = await measuredInProcess(data, options);
      const port = await freePort();
      const platform = await startPlatform(data, port, {}, 0);
      try {
        return {
          ...(await measure(platform, port, options)),
          acceptedInProcess: { value: inProcess.perSecond, unit: '1/s' },
          inProcessCpu: { value: inProcess.cpuPerCommand, unit: 'µs' },
        };
      } finally {
        await platform.program.stop();
      }
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  },
};

async function measuredInProcess(data: string, { scale, progress }: BenchOptions): Promise<InProcessMeasurement> {
  progress('accepting in process');
  const args = [data, String(DEVICES[scale]), String(COMMANDS[scale])];
  const child = new ChildProgram('test/bench/commands-in-process.js', args, { NODE_OPTIONS: '--max-semi-space-size=64' });
  const line = await child.line((text) => text.startsWith('{'), 600_000);
  await child.exited;
  return JSON.parse(line) as InProcessMeasurement;
}

async function measure(platform: PlatformProcess, port: number, { scale, progress }: BenchOptions): Promise<Figures> {
  const request = requests(DEVICES[scale]);
  const single = (count: number) =>
    load(port, CONNECTIONS, count, () => ({ path: '/v1/commands/GetActualMeterReads', body: JSON.stringify(request()) }));
  const batched = (count: number) =>
    load(port, BATCH_CONNECTIONS, count / BATCH, () => {
      const items = Array.from({ length: BATCH }, () => ({ operation: 'GetActualMeterReads', ...request() }));
      return { path: '/v1/commands/batch', body: JSON.stringify({ commands: items }) };
    });
  await withoutPermits(port);
  progress('warming up');
  await single(WARM_UP);
  await batched(WARM_UP);
  progress(`accepting ${COMMANDS[scale]} commands over HTTP, one by one and in batches`);
  const one = await withCpu(platform, () => single(COMMANDS[scale]));
  const many = await withCpu(platform, () => batched(COMMANDS[scale]));
  return {
    accepted: { value: COMMANDS[scale] / one.seconds, unit: '1/s' },
    acceptedBatch: { value: COMMANDS[scale] / many.seconds, unit: '1/s' },
    cpuPerCommand: { value: one.cpu / COMMANDS[scale], unit: 'µs' },
    cpuPerBatched: { value: many.cpu / COMMANDS[scale], unit: 'µs' },
  };
}

/** Nothing that is accepted is begun. */
async function withoutPermits(port: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/limits`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${TEST_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ maxConcurrency: 0, maxNewPerSecond: -1, reason: 'measuring what accepting costs' }),
  });
  if (!answer.ok) throw new Error(`the limits cannot be set: ${answer.status} ${await answer.text()}`);
}

/** Bodies for all devices in turn. */
function requests(devices: number): () => object {
  let count = 0;
  return () => ({ deviceIdentification: deviceName(count++ % devices) });
}

/** @throws when anything but acceptance is answered */
async function load(port: number, connections: number, count: number, request: () => { path: string; body: string }): Promise<number> {
  let left = count;
  let refused: string | undefined;
  const seconds = await httpLoad({
    port,
    apiKey: TEST_API_KEY,
    connections,
    next: () => (left-- > 0 ? request() : undefined),
    answered: (status, body) => {
      if (status !== 202 && (status !== 200 || !body.includes('"status":202') || body.includes('"problem"'))) refused ??= `${status} ${body}`;
    },
  });
  if (refused !== undefined) throw new Error(`a command was refused: ${refused.slice(0, 500)}`);
  return seconds;
}

/** CPU time, µs, counts until the read models know of everything. */
async function withCpu({ program, api }: PlatformProcess, work: () => Promise<number>): Promise<{ readonly seconds: number; readonly cpu: number }> {
  await caughtUp(api);
  const before = cpuTimeOf(program.pid ?? 0);
  const seconds = await work();
  await caughtUp(api);
  return { seconds, cpu: cpuTimeOf(program.pid ?? 0) - before };
}

async function caughtUp(api: PlatformProcess['api']): Promise<void> {
  for (;;) {
    const { body } = await api.get<readonly { lagEvents: number }[]>('/v1/projections');
    if (body.every(({ lagEvents }) => lagEvents === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
