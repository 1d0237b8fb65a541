import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProgram } from '../../support/child-program.js';

const PATIENCE = 3_600_000;

/** Works in a directory for data that is removed afterwards. */
export async function inHouse<T>(work: (data: string) => Promise<T>): Promise<T> {
  const data = await mkdtemp(join(tmpdir(), 'meterlog-bench-'));
  try {
    return await work(data);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/** Runs a program of this folder in a process of its own, as the platform is run, and reads the object that it prints. */
export async function measuredBy<T>(program: string, args: readonly (string | number)[]): Promise<T> {
  const child = new ChildProgram(`test/bench/house/${program}.js`, args.map(String), { NODE_OPTIONS: '--max-semi-space-size=64' });
  const line = await child.line((text) => text.startsWith('{'), PATIENCE);
  await child.exited;
  return JSON.parse(line) as T;
}

/** 1000 → `1k`, 1000000 → `1m`. */
export function countName(count: number): string {
  if (count >= 1_000_000) return `${count / 1_000_000}m`;
  return count >= 1_000 ? `${count / 1_000}k` : String(count);
}
