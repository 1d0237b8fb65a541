import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

// On a busy machine, too.
jest.setTimeout(60_000);

const program = fileURLToPath(new URL('../../../../../dist/libs/security/test/reserve-until-killed.js', import.meta.url));

/** The first values of the ranges that the program said it had reserved before it was killed, after `lines` of them. */
async function rangesUntilKilled(dir: string, lines: number): Promise<number[]> {
  const child = spawn(process.execPath, [program, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const firsts: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    firsts.push(Number(line));
    if (firsts.length === lines) child.kill('SIGKILL');
  }
  await ended;
  return firsts;
}

describe('reserved counters', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'meterlog-counters-'));
  });
  afterEach(async () => rm(dir, { recursive: true, force: true }));

  it('are never given out again after kill -9', async () => {
    const firsts: number[] = [];
    for (const lines of [1, 7, 50, 3, 120]) firsts.push(...(await rangesUntilKilled(dir, lines)));
    expect(firsts.length).toBeGreaterThanOrEqual(181);
    const sorted = firsts.toSorted((one, other) => one - other);
    for (const [index, first] of sorted.entries()) expect(first).toBeGreaterThanOrEqual((sorted[index - 1] ?? -63) + 64);
  }, 30_000);
});
