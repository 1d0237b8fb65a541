import { asMongoStoreError, type MongoStoreErrorCode } from '#mongodb';
import { ReadStoreError, type ReadStoreErrorCode } from '../port.js';

const codes: Partial<Record<MongoStoreErrorCode, ReadStoreErrorCode>> = {
  STORE_CLOSED: 'STORE_CLOSED',
  STORE_UNAVAILABLE: 'STORE_UNAVAILABLE',
  STORE_READ_ONLY: 'STORE_READ_ONLY',
  STORE_FULL: 'STORE_FULL',
};

/** Of whatever the driver threw; what the caller did wrong stays as it is. */
export function asReadStoreError(error: unknown): Error {
  if (error instanceof ReadStoreError || error instanceof RangeError) return error;
  const known = asMongoStoreError(error);
  return new ReadStoreError(codes[known.code] ?? 'STORE_FAILED', known.message, { cause: error });
}
