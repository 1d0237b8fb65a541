import { describe, expect, it } from '@jest/globals';
import {
  MongoBulkWriteError,
  MongoClientClosedError,
  MongoNetworkError,
  MongoNetworkTimeoutError,
  MongoNotConnectedError,
  MongoServerError,
  MongoWriteConcernError,
} from 'mongodb';
import { asMongoStoreError, isDuplicateKey, isNoCollection, isOnlyDuplicateKeys, MongoStoreError } from './errors.js';

const server = (code: number): MongoServerError => new MongoServerError({ message: 'no', code });
const writeConcern = (code: number): MongoWriteConcernError => {
  return new MongoWriteConcernError({ ok: 1, writeConcernError: { code, errmsg: 'waited', errInfo: {} } } as never);
};
const bulk = (...codes: number[]): MongoBulkWriteError => {
  const writeErrors = codes.map((code) => ({ code, errmsg: 'no' }));
  return new MongoBulkWriteError({ message: 'bulk', code: codes[0], writeErrors } as never, {} as never);
};
const bulkOf = (error: Error): MongoBulkWriteError => new MongoBulkWriteError(error as never, {} as never);

describe('errors of MongoDB', () => {
  const mapped: readonly (readonly [string, Error, string])[] = [
    ['a broken connection', new MongoNetworkError('gone'), 'STORE_UNAVAILABLE'],
    ['a connection that answers nothing', new MongoNetworkTimeoutError('late'), 'STORE_UNAVAILABLE'],
    ['a primary that stepped down', server(189), 'STORE_UNAVAILABLE'],
    ['no majority in time', writeConcern(64), 'STORE_UNAVAILABLE'],
    ['a client that was closed', new MongoNotConnectedError('closed'), 'STORE_CLOSED'],
    ['a client that was closed meanwhile', new MongoClientClosedError(), 'STORE_CLOSED'],
    ['a full disk', server(14_031), 'STORE_FULL'],
    ['wrong credentials', server(18), 'ACCESS_DENIED'],
    ['a user who may not', server(13), 'ACCESS_DENIED'],
    ['a bulk write whose connection broke', bulkOf(new MongoNetworkError('connection 1 closed')), 'STORE_UNAVAILABLE'],
    ['a bulk write of a client that was closed', bulkOf(new MongoClientClosedError()), 'STORE_CLOSED'],
    ['a bulk write that filled the disk', bulk(14_031), 'STORE_FULL'],
    ['a bulk write that was refused', bulk(2), 'STORE_FAILED'],
    ['any other refusal of the server', server(2), 'STORE_FAILED'],
    ['a fault of our own', new TypeError('x'), 'STORE_FAILED'],
  ];
  it.each(mapped)('%s', (_name, error, code) => {
    expect(asMongoStoreError(error)).toMatchObject({ name: 'MongoStoreError', code, cause: error });
  });

  it('leaves alone what is mapped already', () => {
    const known = new MongoStoreError('STORE_FULL', 'full');
    expect(asMongoStoreError(known)).toBe(known);
  });

  it('tells duplicate keys from everything else', () => {
    expect([server(11_000), server(2), new MongoNetworkError('gone'), undefined].map(isDuplicateKey)).toEqual([true, false, false, false]);
  });

  it('takes a bulk write for one of duplicate keys only if nothing else went wrong in it', () => {
    const errors = [bulk(11_000, 11_000), bulk(11_000, 2), server(11_000), server(2), bulkOf(new MongoNetworkError('gone')), null];
    expect(errors.map(isOnlyDuplicateKeys)).toEqual([true, false, true, false, false, false]);
  });

  it('knows a missing collection by its code or its words', () => {
    const byWords = new MongoServerError({ message: 'ns not found' });
    expect([server(26), byWords, server(2)].map(isNoCollection)).toEqual([true, true, false]);
  });
});
