import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { built } from '../support/repository-root.js';
import { StraceReader, type Operation } from './strace-reader.js';

export interface TraceOptions {
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly logPages: number;
  readonly lives: number;
  /** Of each writer in each life. */
  readonly appends: number;
}

/** Why system calls cannot be recorded on this machine; undefined when they can. */
export function noStrace(): string | undefined {
  try {
    execFileSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    return `strace cannot be used here: ${(error as Error).message.split('\n')[0] ?? ''}`;
  }
}

const CALLS =
  'openat,creat,pwrite64,pwritev,pwritev2,write,writev,fsync,fdatasync,ftruncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,msync';

/** Lets a child append and acknowledge under strace, and answers what it did to its files and when it acknowledged, in order. */
export async function traceOfAppends({ synchronous, logPages, lives, appends }: TraceOptions): Promise<readonly Operation[]> {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'power-loss-trace-')));
  try {
    const log = join(work, 'trace');
    const path = join(work, 'data', 'events.db');
    const strace = ['-f', '--seccomp-bpf', '-y', '-xx', '-s', '16777216', '-e', `trace=${CALLS}`, '-o', log];
    const program = [built('test/power-loss/append-and-acknowledge.js'), path, synchronous, logPages, lives, appends].map(String);
    const child = spawn('strace', [...strace, process.execPath, ...program], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.resume();
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${basename(process.execPath)} under strace ended with ${code}`);
    const reader = new StraceReader(join(work, 'data'));
    for await (const line of createInterface({ input: createReadStream(log, 'latin1') })) reader.read(line);
    return reader.operations;
  } finally {
    rmSync(work, { recursive: true });
  }
}
