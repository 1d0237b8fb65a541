import { setTimeout as pause } from 'node:timers/promises';
import { Busybody } from '../chaos/busybody.js';
import { Pump } from '../chaos/pump.js';
import { Random } from '../chaos/random.js';
import { settle } from '../chaos/settle.js';
import { raiseAlarms, WILD } from '../chaos/wild-fleet.js';
import { plan } from '../chaos/workload.js';
import type { Api } from '../support/api.js';
import type { PlatformProcess } from '../support/platform-process.js';
import { Site, TERM, type Part } from './site.js';
import { verify, type Verdict } from './verify.js';

export interface ProcessesOptions {
  /** So many times each: killed, and stopped for longer than a lease. */
  readonly rounds: number;
  readonly commands: number;
  readonly meters: number;
  readonly seed: number;
  readonly progress: (text: string) => void;
}

export interface ProcessesReport extends Verdict {
  readonly kills: number;
  readonly stops: number;
  readonly accepted: number;
}

/** The process dies or freezes within this many ms from when its round begins. */
const LONGEST_LIFE = 1_000;
/** Of those accepted last, how many somebody meddles with in a round. */
const MEDDLED = 4;
const REGISTERED_AT_ONCE = 8;

/** A process that has nothing to do is struck all the same after this many ms. */
const LONGEST_IDLE = 3_000;

type Fate = 'kill' | 'stop';

/** Kills and freezes the processes of a platform in turn while commands run, then lets it finish and looks at what it recorded. */
export async function runProcesses(options: ProcessesOptions): Promise<ProcessesReport> {
  const site = await Site.start(options.meters, options.seed);
  try {
    return await strikeAndVerify(site, options);
  } catch (error) {
    options.progress(site.output());
    throw error;
  } finally {
    await site.stop();
  }
}

async function strikeAndVerify(site: Site, { rounds, commands, seed, progress }: ProcessesOptions): Promise<ProcessesReport> {
  const random = new Random(seed);
  const busybody = new Busybody(random);
  await site.front.api.ready(() => site.front.program.running);
  const devices = await site.fleet.devices();
  await inParallel(devices, async (device) => registered(site.front.api, device));
  const meters = devices.map(({ deviceIdentification }) => deviceIdentification);
  const pump = new Pump(plan(commands, meters, random, Date.now()));
  await site.fleet.control('PUT', '/faults', WILD);
  for (let round = 1; round <= rounds; round++) {
    for (const fate of ['kill', 'stop'] as const) {
      const part = victim(round, random);
      const striking = strike(site, part, fate, random);
      await pump.send(site.front.api, Math.ceil(commands / (2 * rounds)));
      await busybody.meddle(site.front.api, pump.latest(MEDDLED));
      await striking;
      await raiseAlarms(site.fleet, meters, random);
      await site.check();
      progress(`round ${round} of ${rounds}, ${fate} of ${part}: ${pump.accepted.size} of ${commands} commands accepted`);
    }
  }
  await site.fleet.control('DELETE', '/faults');
  await site.front.api.ready(() => site.front.program.running);
  await pump.send(site.front.api, commands);
  progress('letting it finish');
  await settle(site.front.api, random);
  for (const uid of pump.accepted.keys()) await site.front.api.ended(uid, 60_000);
  await site.check();
  await site.showMetrics();
  await site.stopPlatform();
  progress('comparing with the record and with the meters');
  return { kills: rounds, stops: rounds, accepted: pump.accepted.size, ...(await verify(await site.record(), site.fleet, pump.accepted.keys())) };
}

/** Those that talk to meters; each tenth time the one that answers clients and keeps the read models. */
function victim(round: number, random: Random): Part {
  return round % 10 === 0 ? 'front' : random.pick(['worker 1', 'worker 2'] as const);
}

async function strike(site: Site, part: Part, fate: Fate, random: Random): Promise<void> {
  await pause(random.between(0, LONGEST_LIFE));
  if (part !== 'front') await untilBusy(site.of(part));
  await site.check();
  const { program } = site.of(part);
  if (fate === 'kill') {
    program.kill('SIGKILL');
    await program.exited;
    site.launch(part);
    return;
  }
  program.kill('SIGSTOP');
  // Long enough for the others to notice, and to take over what it had.
  await pause(1.5 * TERM + random.between(0, TERM));
  program.kill('SIGCONT');
}

/** Until it talks to a meter, so that there is something to lose; not for ever. */
async function untilBusy({ api }: PlatformProcess): Promise<void> {
  const deadline = Date.now() + LONGEST_IDLE;
  while (Date.now() < deadline) {
    const answer = await api.raw('/metrics', { headers: { authorization: `Bearer ${api.key}` } }).catch(() => undefined);
    if (Number(/^meterlog_permits_in_use (\d+)/m.exec(answer?.text ?? '')?.[1] ?? 0) > 0) return;
    await pause(20);
  }
}

async function registered(api: Api, device: { readonly deviceIdentification: string }): Promise<void> {
  const { status, body } = await api.post('/v1/commands/AddDevice', device);
  if (status !== 202) throw new Error(`${device.deviceIdentification} was not registered: ${status} ${JSON.stringify(body)}`);
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: REGISTERED_AT_ONCE }, async () => {
      for (const item of left) await work(item);
    }),
  );
}
