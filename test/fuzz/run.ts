import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DlmsError } from '#dlms';
import { corpusOf, type Corpus } from './corpus.js';
import { decoders } from './decoders.js';
import { machines } from './machines.js';
import { pushTargets } from './pushes.js';
import { mutated, noise } from './mutate.js';
import { Dice } from './random.js';
import type { Target } from './target.js';

export interface FuzzOptions {
  readonly inputs: number;
  readonly seed: number;
  readonly progress: (text: string) => void;
}

export interface FuzzReport {
  readonly inputs: number;
  /** Exceptions other than DlmsError, inputs above the CPU limit, and growth of memory. */
  readonly unexpected: number;
  readonly slowestCpuMs: number;
  readonly memoryGrowthMiB: number;
}

const CPU_LIMIT_US = 50_000;
/** Above this an input is tried again from a fresh state, since compiling and collecting garbage cost time, too. */
const SUSPICIOUS_US = 5_000;
const RETRIES = 3;
const MAX_GROWTH_MIB = 32;
const SHOWN_FAILURES = 20;
const PROGRESS_MS = 10_000;
const MIB = 1 << 20;
const COLLECTIONS = 5;

const targets: readonly Target[] = [...decoders, ...machines, ...pushTargets];
const lottery = targets.flatMap((target) => Array.from({ length: target.weight }, () => target));

/** Feeds inputs to every decoder, both state machines, and whoever listens to meters. The same seed gives the same inputs in the same order. */
export async function fuzz({ inputs, seed, progress }: FuzzOptions): Promise<FuzzReport> {
  const corpus = corpusOf(seed);
  const dice = new Dice(seed);
  const tags = [...new Set(corpus.apdus.map((apdu) => apdu[0] ?? 0)), 0x21, 0x28, 0xc8, 0xcc, 0xd0, 0xd4, 0xdb, 0xdc, 0x7e];
  let unexpected = 0;
  let slowest = 0;
  let slowestInput = '';
  let heapBefore = 0;
  let shownAt = Date.now();
  const report = (index: number, target: Target, bytes: Buffer, what: string): void => {
    unexpected += 1;
    if (unexpected <= SHOWN_FAILURES) progress(`UNEXPECTED seed ${seed} input ${index} ${target.name}: ${what}\n${bytes.toString('hex')}`);
  };
  for (let index = 0; index < inputs; index += 1) {
    const target = dice.pick(lottery);
    const bytes = inputFor(target, corpus, dice, tags);
    const failure = attempt(target, bytes);
    if (failure.error !== undefined) report(index, target, bytes, failure.error);
    const cpu = failure.cpu < SUSPICIOUS_US ? failure.cpu : settled(target, bytes, failure.cpu);
    if (cpu > slowest) {
      slowest = cpu;
      slowestInput = `${target.name}, ${bytes.length} octets, input ${index}`;
    }
    if (cpu > CPU_LIMIT_US) report(index, target, bytes, `${cpu / 1_000} ms of CPU`);
    // The first fifth fills caches and compiles.
    if (index === Math.floor(inputs / 5)) heapBefore = await memoryInUse();
    if ((index & 0xfff) !== 0) continue;
    // Native memory of ciphers is given back between the turns of the event loop.
    await nextTurn();
    if (Date.now() - shownAt > PROGRESS_MS) {
      shownAt = Date.now();
      progress(`${index} of ${inputs} inputs, ${unexpected} unexpected, slowest ${slowest / 1_000} ms`);
    }
  }
  progress(`slowest: ${slowestInput}`);
  const memoryGrowthMiB = Math.round((((await memoryInUse()) - heapBefore) / MIB) * 10) / 10;
  if (memoryGrowthMiB > MAX_GROWTH_MIB) {
    unexpected += 1;
    progress(`UNEXPECTED memory grew by ${memoryGrowthMiB} MiB`);
  }
  return { inputs, unexpected, slowestCpuMs: slowest / 1_000, memoryGrowthMiB };
}

function inputFor(target: Target, corpus: Corpus, dice: Dice, tags: readonly number[]): Buffer {
  if (dice.chance(0.1)) return noise(dice, tags);
  const own = corpus[target.from];
  // Some valid messages as they are: they lead deeper into the state machines.
  const valid = dice.pick(own);
  if (dice.chance(0.15)) return valid;
  return mutated(valid, dice, dice.pick(dice.chance(0.8) ? own : corpus.apdus));
}

/** CPU in µs, and what was thrown if it was no DlmsError. */
function attempt(target: Target, bytes: Buffer): { readonly cpu: number; readonly error?: string } {
  const before = process.threadCpuUsage();
  let error: string | undefined;
  try {
    target.take(bytes);
  } catch (thrown) {
    if (!(thrown instanceof DlmsError)) error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
  const { user, system } = process.threadCpuUsage(before);
  return { cpu: user + system, ...(error === undefined ? {} : { error }) };
}

/** The least of several tries. */
function settled(target: Target, bytes: Buffer, first: number): number {
  let least = first;
  for (let again = 0; again < RETRIES; again += 1) {
    target.reset();
    least = Math.min(least, attempt(target, bytes).cpu);
  }
  target.reset();
  return least;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is reachable, in octets: collected until native memory has been given back, too. */
async function memoryInUse(): Promise<number> {
  for (const target of targets) target.reset();
  for (let round = 0; round < COLLECTIONS; round += 1) {
    collect();
    await nextTurn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
