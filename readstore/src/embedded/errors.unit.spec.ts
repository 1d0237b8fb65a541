import { describe, expect, it } from '@jest/globals';
import { SqliteError, type SqliteErrorCode, WriteRejectedError } from '#sqlite';
import { asReadStoreError } from './errors.js';

describe('errors of the embedded read store', () => {
  const mapped: readonly (readonly [SqliteErrorCode, string])[] = [
    ['STORE_CLOSED', 'STORE_CLOSED'],
    ['STORE_LOCKED', 'STORE_UNAVAILABLE'],
    ['STORE_FULL', 'STORE_FULL'],
    ['STORE_READ_ONLY', 'STORE_READ_ONLY'],
    ['WRONG_SCHEMA', 'WRONG_SCHEMA'],
    ['STORE_DAMAGED', 'STORE_FAILED'],
    ['STORE_FAILED', 'STORE_FAILED'],
  ];
  it.each(mapped)('%s of the file is %s', (given, code) => {
    const error = new SqliteError(given, 'why');
    expect(asReadStoreError(error)).toMatchObject({ name: 'ReadStoreError', code, message: 'why', cause: error });
  });

  it('keeps the code of what the writer refused, and takes no code of anything else', () => {
    expect(asReadStoreError(new WriteRejectedError('IN_USE', 'why', 'ReadStoreError', {}))).toMatchObject({ code: 'IN_USE' });
    expect(asReadStoreError(new WriteRejectedError('EOTHER', 'why', 'Error', {}))).toMatchObject({ code: 'STORE_FAILED' });
    expect(asReadStoreError(new TypeError('why'))).toMatchObject({ code: 'STORE_FAILED' });
  });
});
