import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/ports.js';
import { launchPlatform, startPlatform, type PlatformProcess } from '../support/platform-process.js';
import type { Api } from '../support/api.js';
import { startFleetProcess, type FleetProcess } from '../support/fleet-process.js';
import { Busybody } from './busybody.js';
import { Pump } from './pump.js';
import { Random } from './random.js';
import { settle } from './settle.js';
import { verify, type Verdict } from './verify.js';
import { clearings, mostCallers, raiseAlarms, WILD } from './wild-fleet.js';
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
  /** Times that a first alarm register was told to clear, counted by the meters. */
  readonly clearings: number;
}

/** One life in four ends while the platform starts, within this many ms from its launch. */
const LONGEST_START = 1_000;
/** The others end within this many ms from the moment it is ready. */
const LONGEST_LIFE = 1_500;
/** Of those accepted last, how many somebody meddles with in a life. */
const MEDDLED = 6;
const ATTEMPTS = 4;
/** Until a platform must be ready, however busy the machine is, ms. */
const LONGEST_WAIT = 300_000;
/** Everything that takes its time in the field goes faster, so that much happens between two deaths. */
const SETTINGS = {
  METERLOG_RETRY: `${ATTEMPTS}x1s*2^n,cap=10s`,
  METERLOG_CIRCUIT: '3x1s*2^n,cap=10s',
  METERLOG_CONNECT_TIMEOUT: '1s',
  METERLOG_RESPONSE_TIMEOUT: '1s',
  METERLOG_MAX_SESSIONS: '20',
};

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
  const busybody = new Busybody(random);
  const port = await freePort();
  const devices = await fleet.devices();
  const meters = devices.map(({ deviceIdentification }) => deviceIdentification);
  const first = await startPlatform(data, port, SETTINGS);
  for (const device of devices) await registered(first.api, device);
  await fleet.control('PUT', '/faults', WILD);
  const pump = new Pump(plan(commands, meters, random, Date.now()));
  let life = first;
  for (let kill = 1; kill <= kills; kill++) {
    const share = Math.ceil((1.5 * commands) / kills);
    await liveAndDie(life, mortality(random), async (api) => {
      await pump.send(api, share);
      await busybody.meddle(api, pump.latest(MEDDLED));
    });
    progress(`kill ${kill} of ${kills}: ${pump.accepted.size} of ${commands} commands accepted`);
    await raiseAlarms(fleet, meters, random);
    life = launchPlatform(data, port, SETTINGS);
  }
  await fleet.control('DELETE', '/faults');
  await life.api.ready(() => life.program.running, LONGEST_WAIT);
  await pump.send(life.api, commands);
  progress('letting it finish');
  await settle(life.api, random);
  for (const uid of pump.accepted.keys()) await life.api.ended(uid, 60_000);
  await life.program.stop();
  progress('comparing with the record, with the meters and with a rebuild from zero');
  const cleared = await clearings(fleet, meters);
  const callers = await mostCallers(fleet, meters);
  const verdict = await verify(data, { accepted: pump.accepted.keys(), attempts: ATTEMPTS, cleared, callers });
  return { kills, accepted: pump.accepted.size, clearings: [...cleared.values()].reduce((sum, count) => sum + count, 0), ...verdict };
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

/** One life: clients come as soon as the platform answers, and at a random moment it is killed. */
async function liveAndDie({ program, api }: PlatformProcess, { since, after }: Mortality, clients: (api: Api) => Promise<void>): Promise<void> {
  const ready = api.ready(() => program.running, LONGEST_WAIT);
  const served = ready
    .then(() => clients(api))
    .catch((error: unknown) => {
      if (program.running) throw error;
    });
  if (since === 'ready') await ready;
  await Promise.race([pause(after), program.exited]);
  if (!program.running) throw new Error(`the platform ended by itself:\n${program.output.join('\n')}`);
  program.kill('SIGKILL');
  await program.exited;
  await served;
}
