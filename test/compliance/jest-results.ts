import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository-root.js';

export interface TestOutcome {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'pending' | 'todo' | 'skipped' | 'disabled' | 'focused';
  readonly failureMessages: readonly string[] | null;
}

export interface FileOutcome {
  readonly name: string;
  readonly status: string;
  /** Why the file as a whole failed, if it did. */
  readonly message: string;
  readonly assertionResults: readonly TestOutcome[];
}

const MATCHES_NOTHING = '(?!)';

/** Runs spec files, or only collects what they would run; answers what jest reports of each. */
export async function jestResults(specs: readonly string[], how: 'run' | 'collect'): Promise<readonly FileOutcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'meterlog-compliance-'));
  const output = join(folder, 'jest.json');
  try {
    const jest = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        '--experimental-vm-modules',
        'node_modules/jest/bin/jest.js',
        '--json',
        `--outputFile=${output}`,
        // In one process: a few files that are only looked at are quicker that way, and servers have the machine to themselves.
        '--runInBand',
        ...(how === 'collect' ? ['--testNamePattern', MATCHES_NOTHING] : []),
        '--runTestsByPath',
        ...specs,
      ],
      { cwd: repositoryRoot, stdio: ['ignore', 'ignore', how === 'run' ? 'inherit' : 'ignore'] },
    );
    await once(jest, 'exit');
    const { testResults } = JSON.parse(await readFile(output, 'utf8')) as { testResults: readonly FileOutcome[] };
    return testResults;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
