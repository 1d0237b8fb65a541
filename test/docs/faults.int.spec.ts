import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, jest } from '@jest/globals';

import { repositoryRoot } from '../support/repository-root.js';
import { faultsPage, faultsPageFile } from './faults-page.js';

// On a busy machine, too.
jest.setTimeout(60_000);

describe('the reference page of faults', () => {
  it('is what the classification says; `npm run docs` writes it anew', async () => {
    expect(await readFile(join(repositoryRoot, faultsPageFile), 'utf8')).toBe(faultsPage());
  });

  it('names every code with its type and class, and when the attempts are made', () => {
    for (const line of [
      '| 225 | `CONNECTION_REFUSED` | retried |',
      "| 412 | `ERROR_RETRIEVING_ATTRIBUTE_VALUE` | the meter's result decides |",
      '| 806 | `KEY_NOT_PRESENT` | final |',
      '| 3 | read-write-denied | final |',
      '3 attempts: the first at once, the others 30 s and 60 s after the one before ended.',
    ])
      expect(faultsPage()).toContain(line);
  });
});
