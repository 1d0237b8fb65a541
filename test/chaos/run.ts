import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/ports.js';
import { launchPlatform, startPlatform, type PlatformProcess } from '../support/platform-process.js';
import type { Api } from '../support/api.js';
import { startFleetProcess, type FleetProcess } from '../support/fleet-process.js';
import { Pump } from './pump.js';
import { Random } from './random.js';
import { verify, type Verdict } from './verify.js';
import { plan } from './workload.js';

export interface ChaosOptions {
  readonly kills: number;
  readonly commands: number;
  readonly meters: number;
  readonly seed: number;
  readonly data: string;
  readonly progress: (text: string) => void;
}

export interface ChaosReport extends Verdict {
  readonly kills: number;
  readonly accepted: number;
}

/** One life in four ends while the platform starts, within this many ms from its launch. */
const LONGEST_START = 1_000;
/** The others end within this many ms from the moment it is ready. */
const LONGEST_LIFE = 1_500;
/** Slows meters down, so that sessions are under way when the platform dies. */
const METER_DELAY = { seed: 1, faults: [{ kind: 'delay', times: null, probability: 1, onService: 'any', delayMs: 40 }] };

/** Kills the platform again and again while commands run, then lets it finish and looks at what it recorded. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const fleet = await startFleetProcess(options.meters, options.seed);
  try {
    return await killAndVerify(options, fleet);
  } finally {
    await fleet.program.stop();
  }
}

async function killAndVerify({ kills, commands, seed, data, progress }: ChaosOptions, fleet: FleetProcess): Promise<ChaosReport> {
  const random = new Random(seed);
  const port = await freePort();
  const devices = await fleet.devices();
  const first = await startPlatform(data, port);
  for (const device of devices) await registered(first.api, device);
  await fleet.control('PUT', '/faults', METER_DELAY);
  const pump = new Pump(
    plan(
      commands,
      devices.map(({ deviceIdentification }) => deviceIdentification),
      random,
      Date.now(),
    ),
  );
  let life = first;
  for (let kill = 1; kill <= kills; kill++) {
    await liveAndDie(life, pump, Math.ceil((1.5 * commands) / kills), mortality(random));
    progress(`kill ${kill} of ${kills}: ${pump.accepted.size} of ${commands} commands accepted`);
    life = launchPlatform(data, port);
  }
  await fleet.control('DELETE', '/faults');
  await life.api.ready(() => life.program.running);
  await pump.send(life.api, commands);
  for (const uid of pump.accepted.keys()) await life.api.ended(uid, 300_000);
  await life.program.stop();
  progress('comparing with a rebuild from zero');
  return { kills, accepted: pump.accepted.size, ...(await verify(data, pump.accepted.keys())) };
}

async function registered(api: Api, device: { readonly deviceIdentification: string }): Promise<void> {
  const { status, body } = await api.post('/v1/commands/AddDevice', device);
  if (status !== 202) throw new Error(`${device.deviceIdentification} was not registered: ${status} ${JSON.stringify(body)}`);
}

interface Mortality {
  readonly since: 'launch' | 'ready';
  readonly after: number;
}

function mortality(random: Random): Mortality {
  return random.next() < 0.25
    ? { since: 'launch', after: random.between(0, LONGEST_START) }
    : { since: 'ready', after: random.between(0, LONGEST_LIFE) };
}

/** One life: commands are sent as soon as the platform answers, and at a random moment it is killed. */
async function liveAndDie({ program, api }: PlatformProcess, pump: Pump, share: number, { since, after }: Mortality): Promise<void> {
  const ready = api.ready(() => program.running);
  const sending = ready
    .then(() => pump.send(api, share))
    .catch((error: unknown) => {
      if (program.running) throw error;
    });
  if (since === 'ready') await ready;
  await Promise.race([pause(after), program.exited]);
  if (!program.running) throw new Error(`the platform ended by itself:\n${program.output.join('\n')}`);
  program.kill('SIGKILL');
  await program.exited;
  await sending;
}
