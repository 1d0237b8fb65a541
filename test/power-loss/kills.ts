import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { built } from '../support/repository-root.js';
import { everyEvent, openStore } from './open-store.js';
import { Random } from './random.js';

export interface Kills {
  readonly kills: number;
  readonly acknowledged: number;
  readonly violations: readonly string[];
}

/** A new directory from time to time: what was verified before need not be read again and again. */
const KILLS_PER_DIRECTORY = 25;
/** Acknowledgements until the kill, at most; one in four kills comes earlier, at some time after the start. */
const LONGEST_LIFE = 400;
const LONGEST_START_MS = 400;

/** Kills (SIGKILL) a process that appends and acknowledges, again and again on the same files: nothing acknowledged may be missing afterwards. */
export async function killAtRandom(kills: number, seed: number, progress: (done: number) => void = () => undefined): Promise<Kills> {
  const random = new Random(seed);
  const violations: string[] = [];
  let acknowledged = 0;
  for (let done = 0; done < kills;) {
    const directory = mkdtempSync(join(tmpdir(), 'power-loss-kill-'));
    const path = join(directory, 'events.db');
    const lines: string[] = [];
    try {
      for (let n = 0; n < KILLS_PER_DIRECTORY && done < kills; n++) {
        lines.push(...(await appendUntilKilled(path, random)));
        const faults = await missing(path, lines);
        done++;
        violations.push(...faults.map((fault) => `after kill ${done} (seed ${seed}): ${fault}`));
        progress(done);
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
    acknowledged += lines.length;
  }
  return { kills, acknowledged, violations };
}

/** Answers `position id` of everything that was acknowledged. */
async function appendUntilKilled(path: string, random: Random): Promise<string[]> {
  const program = [built('test/power-loss/append-and-acknowledge.js'), path, 'FULL', '200', '1', '0'];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const kill = (): unknown => child.kill('SIGKILL');
  const isEarly = random.chance(0.25);
  const timer = isEarly ? setTimeout(kill, random.below(LONGEST_START_MS)) : undefined;
  const last = isEarly ? Infinity : 1 + random.below(LONGEST_LIFE);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === last) kill();
  }
  clearTimeout(timer);
  await exited;
  return lines.filter((line) => /^\d+ \S{36}$/.test(line));
}

async function missing(path: string, lines: readonly string[]): Promise<string[]> {
  const opened = await openStore(path);
  try {
    const events = await everyEvent(opened.store);
    const gap = events.find(({ position }, index) => position !== index + 1);
    const stored = new Set(events.map(({ position, id }) => `${position} ${id}`));
    return [...(gap === undefined ? [] : [`position ${gap.position} is out of place`]), ...lines.filter((line) => !stored.has(line))];
  } finally {
    await opened.close();
  }
}
