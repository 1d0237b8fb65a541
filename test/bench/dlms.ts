import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProgram } from '../support/child-program.js';
import { startFleetProcess, type FleetProcess } from '../support/fleet-process.js';
import type { Job, Outcome } from './dlms-client.js';
import type { BenchMeter } from './dlms-session.js';
import type { Bench, BenchOptions, Figures } from './figures.js';

const METERS = 100;
const WORKERS = 16;
const CLIENT_CORE = 0;
const OTHER_CORE = 1;
const EXCHANGES = 7;
const SCALE = {
  quick: { sessions: 1_000, rounds: 500, runs: 1 },
  normal: { sessions: 3_000, rounds: 2_000, runs: 3 },
  full: { sessions: 10_000, rounds: 5_000, runs: 3 },
} as const;

/**
 * The protocol's client alone: reference sessions against a fleet in another process, beside the floor of raw sockets and AES-GCM
 * with the same messages. The parts come from a recorded session that is replayed without a socket; transport is the rest.
 */
export const dlms: Bench = {
  name: 'dlms',
  summary: "CPU of the protocol's client per reference session, and its floor",
  async run(options) {
    const folder = await mkdtemp(join(tmpdir(), 'meterlog-bench-'));
    const fleet = await startFleetProcess(METERS, 7, { profiles: 'SMR5.1', core: OTHER_CORE });
    try {
      return await measure(fleet, folder, options);
    } finally {
      await fleet.program.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(fleet: FleetProcess, folder: string, { scale, progress }: BenchOptions): Promise<Figures> {
  const { sessions, rounds, runs } = SCALE[scale];
  const meters = (await fleet.devices()).map(({ data }) => meterOf(data.device));
  const common = { port: fleet.port, meters, now: Date.now() };
  progress('one session in parts');
  const parts = await perform(folder, { kind: 'breakdown', ...common, rounds });
  if (parts.kind !== 'breakdown') throw new Error('another job was done');
  if (parts.sizes.length !== EXCHANGES) throw new Error(`${parts.sizes.length} exchanges in the session instead of ${EXCHANGES}`);
  progress(`${runs} × ${sessions} sessions`);
  const session = await median(runs, async () => perform(folder, { kind: 'sessions', ...common, sessions, workers: WORKERS }));
  progress(`${runs} × ${sessions} sessions of raw sockets and AES-GCM`);
  const meter = new ChildProgram('test/bench/dlms-canned-meter.js', [JSON.stringify(parts.sizes)], {}, OTHER_CORE);
  let floor: number;
  try {
    const port = Number((await meter.line((line) => line.startsWith('listening '))).split(' ')[1]);
    floor = await median(runs, async () => perform(folder, { kind: 'floor', port, sizes: parts.sizes, sessions, workers: WORKERS }));
  } finally {
    await meter.stop();
  }
  return figures(session, floor, parts);
}

function figures(session: number, floor: number, { parts, messages }: Extract<Outcome, { kind: 'breakdown' }>): Figures {
  const micros = (value: number) => ({ value, unit: 'µs' });
  return {
    clientCpuPerSession: micros(session),
    floorCpuPerSession: micros(floor),
    timesTheFloor: { value: session / floor, unit: '×' },
    'clientCpu.transport': micros(Math.max(0, session - parts.client)),
    'clientCpu.cipher': micros(parts.cipher),
    'clientCpu.codec': micros(parts.codec),
    'clientCpu.state': micros(Math.max(0, parts.client - parts.cipher - parts.codec)),
    encodeGet: micros(messages.encodeGet),
    decodeGet: micros(messages.decodeGet),
    encrypt: micros(messages.encrypt),
    decrypt: micros(messages.decrypt),
  };
}

async function median(runs: number, run: () => Promise<Outcome>): Promise<number> {
  const values: number[] = [];
  for (let left = runs; left > 0; left -= 1) {
    const outcome = await run();
    if (outcome.kind === 'breakdown') throw new Error('another job was done');
    values.push(outcome.cpuPerSession);
  }
  return values.toSorted((one, other) => one - other)[Math.floor(runs / 2)] ?? Number.NaN;
}

/** Without what is counted here. */
type Task = Job extends infer Each ? (Each extends Job ? Omit<Each, 'firstCounter'> : never) : never;

const COUNTERS_PER_JOB = 10_000_000;
let jobs = 0;

/** In a process of its own on the client's core. */
async function perform(folder: string, task: Task): Promise<Outcome> {
  jobs += 1;
  const job: Job = { ...task, firstCounter: jobs * COUNTERS_PER_JOB };
  const file = join(folder, 'job.json');
  await writeFile(file, JSON.stringify(job));
  const program = new ChildProgram('test/bench/dlms-client.js', [file], {}, CLIENT_CORE);
  try {
    const line = await program.line((text) => text.startsWith('RESULT '), 300_000);
    return JSON.parse(line.slice('RESULT '.length)) as Outcome;
  } finally {
    await program.stop();
  }
}

function meterOf(device: Record<string, unknown>): BenchMeter {
  const text = (name: string): string => String(device[name]);
  return {
    address: text('networkAddress'),
    timezone: text('timezone'),
    encryptionKey: text('globalEncryptionUnicastKey'),
    authenticationKey: text('authenticationKey'),
  };
}
