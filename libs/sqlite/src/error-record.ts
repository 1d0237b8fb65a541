import { types } from 'node:util';
import { SqliteError, type SqliteErrorCode, WriteRejectedError } from './errors.js';

/** An error as it crosses the thread: structured clone would drop every own field of an Error. */
export interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  /** Undefined when the module did not refuse the request but failed. */
  readonly code?: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const notCarried = new Set(['name', 'message', 'code', 'stack', 'cause']);
const isPlain = (value: unknown): boolean => typeof value !== 'function' && typeof value !== 'symbol' && !types.isNativeError(value);

/** Node's own errors (`ERR_…`) say nothing that a caller could act on: they carry no code. Those of SQLite are made typed before (see `fileError`). */
export function toRecord(error: unknown): ErrorRecord {
  if (!types.isNativeError(error)) return { name: 'Error', message: String(error), fields: {} };
  const code: unknown = 'code' in error ? error.code : undefined;
  const fields = Object.fromEntries(Object.entries(error).filter(([key, value]) => !notCarried.has(key) && isPlain(value)));
  return { name: error.name, message: error.message, fields, ...(typeof code === 'string' && !code.startsWith('ERR_') ? { code } : {}) };
}

export function fromRecord(record: ErrorRecord): Error {
  if (record.name === SqliteError.name) return new SqliteError(record.code as SqliteErrorCode, record.message);
  if (record.code === undefined) return new SqliteError('STORE_FAILED', record.message, { cause: record.fields });
  return new WriteRejectedError(record.code, record.message, record.name, record.fields);
}
