import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository-root.js';
import { allMutants } from './all-mutants.js';

/** What can be told of the mutants without planting them: that takes `npm run mutants`. */
describe('the list of mutants', () => {
  it('names each once', () => {
    const names = allMutants.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  it.each(allMutants)('finds the text of $name exactly once, and changes it', ({ file, find, replace }) => {
    expect(readFileSync(join(repositoryRoot, file), 'utf8').split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  });

  it.each(allMutants)('has $name found by specs that exist', ({ killedBy }) => {
    expect(killedBy).not.toHaveLength(0);
    expect(killedBy.filter((spec) => !existsSync(join(repositoryRoot, spec)))).toEqual([]);
  });
});
