import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { inParallel } from '../../apps/platform/src/demo/in-parallel.js';
import { startFleet } from '../../apps/simulator/src/index.js';
import { between, managementClient, MeterClient } from '../../apps/simulator/src/testing/meter-client.js';
import { startFleetProcess, type AddDeviceBody, type FleetProcess } from '../support/fleet-process.js';
import { cpuTimeOf } from './cpu-time.js';
import type { Bench, BenchOptions, Figures } from './figures.js';

const METERS = 100_000;
const TOUCHED = { quick: 5_000, normal: 20_000, full: METERS } as const;
const SESSIONS = { quick: 1_000, normal: 4_000, full: 20_000 } as const;
const CONCURRENT = 2_000;
const CLIENTS = 32;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = 'Europe/Amsterdam';
const CLOCK = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const DAILY = { classId: 7, obis: '1.0.99.2.0.255', attribute: 2 };
const INTERVAL = { classId: 7, obis: '1.0.99.1.0.255', attribute: 2 };

/** A hundred thousand meters in one process: what they cost at rest, how fast they serve, how many at once. */
export const fleet: Bench = {
  name: 'fleet',
  summary: '100,000 simulated meters: memory, start, sessions served by a fleet in another process',
  async run(options) {
    const memory = await memoryFigures(options);
    const began = performance.now();
    const process = await startFleetProcess(METERS, 7, { profiles: 'SMR5.1', base: '127.32.0.1', core: 1 });
    const startupSeconds = (performance.now() - began) / 1_000;
    try {
      return { ...memory, startupSeconds: { value: startupSeconds, unit: 's' }, ...(await servingFigures(process, options)) };
    } finally {
      await process.program.stop();
    }
  },
};

/** Live memory of this process with a fleet in it: of all meters before anybody dials, and per meter that somebody has dialled. */
async function memoryFigures({ scale, progress }: BenchOptions): Promise<Figures> {
  const before = liveMemory();
  const local = await startFleet({ meters: METERS, profiles: ['SMR5.1'], base: '127.48.0.1', port: 0, controlPort: 0 });
  try {
    const untouched = liveMemory();
    const touched = TOUCHED[scale];
    progress(`dialling ${touched} meters once`);
    const indexes = Array.from({ length: touched }, (_, index) => index * Math.floor(METERS / touched));
    await inParallel(indexes, CLIENTS, async (index) => {
      const { address } = local.meters.identity(index);
      const next = { next: 20_000 };
      const client = await MeterClient.dial(address, local.port, managementClient(local.meters.keysOf(index), next));
      await client.associate();
      await client.get(CLOCK);
      await client.release();
      client.close();
    });
    const used = await settled(() => liveMemory());
    return {
      bytesPerMeter: { value: Math.max((used - untouched) / touched, (untouched - before) / METERS), unit: 'B' },
      bytesPerUndialledMeter: { value: Math.max(0, (untouched - before) / METERS), unit: 'B' },
    };
  } finally {
    await local.stop();
  }
}

async function servingFigures(process: FleetProcess, { scale, progress }: BenchOptions): Promise<Figures> {
  const devices = await process.devices();
  const chosen = (index: number): AddDeviceBody => devices[(index * 7_919) % devices.length] ?? fail();
  const now = Date.now();
  const sessions = SESSIONS[scale];
  progress(`${sessions} reference sessions`);
  const cpuBefore = cpuTimeOf(process.program.pid ?? 0);
  const began = performance.now();
  await inParallel(
    Array.from({ length: sessions }, (_, index) => chosen(index)),
    CLIENTS,
    async (device) => referenceSession(device, process.port, now),
  );
  const seconds = (performance.now() - began) / 1_000;
  const cpu = cpuTimeOf(process.program.pid ?? 0) - cpuBefore;
  progress(`${CONCURRENT} sessions at once`);
  const answered = await atOnce(
    Array.from({ length: CONCURRENT }, (_, index) => chosen(sessions + index)),
    process.port,
  );
  return {
    sessionsPerSecond: { value: sessions / seconds, unit: '1/s' },
    fleetCpuPerSession: { value: cpu / sessions, unit: 'µs' },
    concurrentSessions: { value: answered, unit: '' },
  };
}

/** Seven exchanges: association in two, the daily profile, one day of quarters in three blocks, release. */
async function referenceSession(device: AddDeviceBody, port: number, now: number): Promise<void> {
  const client = await associated(device, port);
  await client.get({ ...DAILY, access: between(now - 2 * DAY, now, ZONE) });
  await client.get({ ...INTERVAL, access: between(now - DAY, now - HOUR / 4, ZONE) });
  await client.release();
  client.close();
}

/** Every client associates and stays; then all of them ask. @returns how many were answered */
async function atOnce(devices: readonly AddDeviceBody[], port: number): Promise<number> {
  const clients: MeterClient[] = [];
  await inParallel(devices, CLIENTS, async (device) => {
    clients.push(await associated(device, port));
  });
  const results = await Promise.all(clients.map(async (client) => client.get(CLOCK)));
  for (const client of clients) client.close();
  return results.filter(([result]) => result?.ok === true).length;
}

let counter = 100_000;

async function associated(device: AddDeviceBody, port: number): Promise<MeterClient> {
  const key = (name: string): Buffer => Buffer.from(String(device.data.device[name]), 'hex');
  const keys = { masterKey: key('masterKey'), encryptionKey: key('globalEncryptionUnicastKey'), authenticationKey: key('authenticationKey') };
  counter += 64;
  const client = await MeterClient.dial(addressOf(device), port, managementClient(keys, { next: counter }));
  await client.associate();
  return client;
}

function addressOf(device: AddDeviceBody): string {
  return String(device.data.device['networkAddress']);
}

/** Bytes in use after garbage was collected: heap and buffers. */
function liveMemory(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Asks again until closed sockets have gone and nothing more is given back. */
async function settled(measure: () => number): Promise<number> {
  let last = measure();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const next = measure();
    if (next >= last * 0.999) return Math.min(next, last);
    last = next;
  }
}

function fail(): never {
  throw new Error('the fleet lists no meters');
}
