import { SqliteError, type SqliteErrorCode, WriteRejectedError } from '#sqlite';
import { ReadStoreError, type ReadStoreErrorCode } from '../port.js';

const codes: Partial<Record<SqliteErrorCode, ReadStoreErrorCode>> = {
  STORE_CLOSED: 'STORE_CLOSED',
  STORE_LOCKED: 'STORE_UNAVAILABLE',
  STORE_FULL: 'STORE_FULL',
  STORE_READ_ONLY: 'STORE_READ_ONLY',
  WRONG_SCHEMA: 'WRONG_SCHEMA',
};

/** Of whatever the file threw. What the writer module refused was a {@link ReadStoreError} before it crossed the thread. */
export function asReadStoreError(error: unknown): ReadStoreError {
  const message = error instanceof Error ? error.message : String(error);
  return new ReadStoreError(codeOf(error), message, { cause: error });
}

function codeOf(error: unknown): ReadStoreErrorCode {
  if (error instanceof SqliteError) return codes[error.code] ?? 'STORE_FAILED';
  return error instanceof WriteRejectedError && error.name === ReadStoreError.name ? (error.code as ReadStoreErrorCode) : 'STORE_FAILED';
}
