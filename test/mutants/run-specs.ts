import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LONGEST_MS = 180_000;

interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface SpecsOutcome {
  /** Full names of the tests that ran. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  /** Specs that could not even be loaded: that is no verdict about a defect. */
  readonly broken: readonly string[];
  readonly skipped: number;
}

/** Runs specs in a folder that holds a work tree. */
export async function runSpecs(folder: string, specs: readonly string[], tests?: string): Promise<SpecsOutcome> {
  const results = await mkdtemp(join(tmpdir(), 'meterlog-mutants-results-'));
  const output = join(results, 'jest.json');
  try {
    const filter = tests === undefined ? [] : ['--testNamePattern', tests];
    const jest = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        '--experimental-vm-modules',
        'node_modules/jest/bin/jest.js',
        '--json',
        `--outputFile=${output}`,
        '--runInBand',
        '--forceExit',
        `--cacheDirectory=${join(folder, '.jest-cache')}`,
        ...filter,
        '--runTestsByPath',
        ...specs,
      ],
      { cwd: folder, stdio: 'ignore', timeout: LONGEST_MS, killSignal: 'SIGKILL' },
    );
    await once(jest, 'exit');
    const text = await readFile(output, 'utf8').catch(() => undefined);
    if (text === undefined) return { passed: [], failed: [], broken: specs, skipped: 0 };
    return outcomeOf(JSON.parse(text) as JestReport);
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}

function outcomeOf({ testResults }: JestReport): SpecsOutcome {
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string): string[] => all.filter((one) => one.status === status).map(({ fullName }) => fullName);
  return {
    passed: named('passed'),
    failed: named('failed'),
    broken: testResults.filter(({ assertionResults }) => assertionResults.length === 0).map(({ name, message }) => `${name}: ${message}`),
    skipped: all.length - named('passed').length - named('failed').length,
  };
}
