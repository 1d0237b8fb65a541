import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository-root.js';
import { suites } from './suites.js';

const FOLDERS = ['apps', 'libs', 'eventstore', 'readstore', 'test'];

/** All specs that run a compliance suite, by their path from the root. */
export function complianceSpecs(): readonly string[] {
  const calls = suites.map(({ runner }) => `${runner}(`);
  return globSync(
    FOLDERS.map((folder) => `${folder}/**/*.spec.ts`),
    { cwd: repositoryRoot },
  )
    .filter((path) => !path.startsWith('test/compliance/'))
    .filter((path) => {
      const text = readFileSync(join(repositoryRoot, path), 'utf8');
      return calls.some((call) => text.includes(call));
    })
    .toSorted();
}
