import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { repositoryRoot } from '../support/repository-root.js';
import type { GuruxJob } from './gurux-jobs.js';

/** What the client found on one meter. */
export interface CheckResult {
  readonly meter: string;
  readonly check: string;
  readonly ok: boolean;
  readonly remark: string;
}

/** Names the Python that has the client's package installed, see README.md. */
export const PYTHON_VARIABLE = 'METERLOG_TEST_GURUX';

const complaintLines = 20;

/** Runs the independent client as a process of its own. @throws when it does not come to its end; the message holds what it complained of */
export async function runGuruxClient(python: string, jobs: readonly GuruxJob[]): Promise<readonly CheckResult[]> {
  const script = join(repositoryRoot, 'test/interop/gurux_client.py');
  const client = spawn(python, ['-B', script], { stdio: 'pipe' });
  const exited = once(client, 'close') as Promise<[number | null]>;
  client.stdin.end(JSON.stringify(jobs));
  const [lines, complaints, [code]] = await Promise.all([text(client.stdout), text(client.stderr), exited]);
  if (code !== 0) throw new Error(`the client ended with ${code}:\n${complaints.split('\n').slice(-complaintLines).join('\n')}`);
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CheckResult);
}
