import { describe, expect, it } from '@jest/globals';
import type { SqliteFile } from '#sqlite';
import { problemsOf } from '../health/store-checks.js';
import { fileCheck } from './file-check.js';

const fileThat = (failure: SqliteFile['failure']): SqliteFile => ({ failure }) as SqliteFile;

describe('fileCheck', () => {
  it('finds a file whose writer thread has ended, and one whose disk is full, as long as it is', async () => {
    let failure: Error | undefined = new Error('the writer thread has ended');
    const check = fileCheck(
      'events',
      fileThat(() => failure),
    );
    expect(await problemsOf([check])).toEqual([{ store: 'events', message: 'the writer thread has ended' }]);
    failure = undefined;
    expect(await problemsOf([check])).toEqual([]);
  });
});
