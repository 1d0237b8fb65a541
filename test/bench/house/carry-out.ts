/**
 * Program: opens the platform on a house, accepts commands in rounds, all of a round due at one instant, and has meters answer them at once.
 * Arguments: data directory, devices of the house, devices that commands go to (spread over all), commands of a round, rounds. The first round
 * warms up.
 */
import { inParallel } from '../../../apps/platform/src/demo/in-parallel.js';
import { acceptorOf } from './acceptor.js';
import { answeringGateway } from './answering-gateway.js';
import { deviceName } from './device-name.js';
import { untilSucceeded } from './ended-commands.js';
import { openPlatform } from './open-platform.js';
import { untilCaughtUp, untilReady } from './until.js';

/** CPU of all threads per command, µs, until the read models know of everything; peak memory of the process, MiB. */
export interface CarriedOut {
  readonly acceptCpu: number;
  readonly dispatchCpu: number;
  readonly rss: number;
}

const AT_ONCE = 256;
/** Nothing may fall due before all is accepted: at first this rate is taken for granted, then three times what the round before took. */
const ACCEPTED_PER_SECOND = 250;
const LEAD = 1_000;
/** Next to which every smaller number of devices is visited without repetition. */
const STEP = 7_919;

const [data = '', ...numbers] = process.argv.slice(2);
const [devices = 1, used = 1, perRound = 1, rounds = 1] = numbers.map(Number);
const platform = await openPlatform(data, { gateway: answeringGateway(() => 0) });
await platform.start();
await untilReady(platform);
const accept = acceptorOf(platform);
const stride = Math.floor(devices / used);
let next = 0;
const nextDevice = (): string => deviceName(((next++ * STEP) % used) * stride);

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  await untilCaughtUp(platform);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

let lead = LEAD + (perRound / ACCEPTED_PER_SECOND) * 1_000;

/** Undefined when commands fell due before all were accepted, on a machine that has more to do: then it says nothing. */
async function round(): Promise<readonly [accepting: number, dispatching: number] | undefined> {
  const after = await platform.stores.events.head();
  const began = Date.now();
  const dueAt = began + lead;
  const scheduleTime = new Date(dueAt).toISOString();
  const accepting = await cpuOf(() =>
    inParallel(Array.from({ length: perRound }), AT_ONCE, async () => void (await accept(nextDevice(), { scheduleTime }))),
  );
  const isLate = Date.now() > dueAt;
  lead = LEAD + 3 * (Date.now() - began);
  const dispatching = await cpuOf(() => untilSucceeded(platform, after, perRound));
  return isLate ? undefined : [accepting, dispatching];
}

await untilCaughtUp(platform);
await round();
const sums = [0, 0];
for (let index = 0; index < rounds;) {
  const measured = await round();
  if (measured === undefined) continue;
  for (const [which, cpu] of measured.entries()) sums[which] = (sums[which] ?? 0) + cpu;
  index++;
}
const [acceptCpu = 0, dispatchCpu = 0] = sums.map((sum) => sum / (rounds * perRound));
const measured: CarriedOut = { acceptCpu, dispatchCpu, rss: process.resourceUsage().maxRSS / 1_024 };
await platform.stop();
console.log(JSON.stringify(measured));
