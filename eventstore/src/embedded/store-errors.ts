import { SqliteError, WriteRejectedError } from '#sqlite';
import { EventStoreError, type ExpectedRevision, StreamDeletedError, WrongExpectedRevisionError } from '../port.js';

/** The port's error for what the file or the writer module answered. */
export function toStoreError(error: unknown, stream: string, expected: ExpectedRevision): unknown {
  if (error instanceof WriteRejectedError) {
    const actual: unknown = 'actual' in error ? error.actual : undefined;
    if (error.code === 'WRONG_EXPECTED_REVISION' && typeof actual === 'number') return new WrongExpectedRevisionError(stream, expected, actual);
    if (error.code === 'STREAM_DELETED') return new StreamDeletedError(stream);
    return new EventStoreError('INVALID_ARGUMENT', error.message);
  }
  if (error instanceof SqliteError) return new EventStoreError(error.code, error.message, { cause: error });
  return error;
}
