import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { types } from 'node:util';
import { SqliteError, type SqliteErrorCode } from './errors.js';

/** Primary result codes, the low byte of the extended ones. Source: https://www.sqlite.org/rescode.html */
const BY_RESULT: ReadonlyMap<number, SqliteErrorCode> = new Map([
  [3, 'ACCESS_DENIED'],
  [5, 'STORE_LOCKED'],
  [6, 'STORE_LOCKED'],
  [8, 'STORE_READ_ONLY'],
  [11, 'STORE_DAMAGED'],
  [13, 'STORE_FULL'],
  [26, 'STORE_DAMAGED'],
]);
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

const BY_ERRNO: ReadonlyMap<string, SqliteErrorCode> = new Map([
  ['EACCES', 'ACCESS_DENIED'],
  ['EPERM', 'ACCESS_DENIED'],
  ['EROFS', 'STORE_READ_ONLY'],
  ['ENOSPC', 'STORE_FULL'],
  ['EDQUOT', 'STORE_FULL'],
]);

function advice(code: SqliteErrorCode, path: string, detail: string): string {
  switch (code) {
    case 'STORE_FULL':
      return `${path} cannot grow: the disk is full; free some space`;
    case 'STORE_READ_ONLY':
      return `${path} is read-only: the store must be on a file system that can be written`;
    case 'ACCESS_DENIED':
      return `${path} may not be opened by user ${process.geteuid?.() ?? 'of this process'}: give it read and write permission for the file and its directory`;
    case 'STORE_DAMAGED':
      return `${path} is damaged: ${detail}`;
    case 'STORE_LOCKED':
      return `${path} is in use by another process`;
    case 'STORE_CLOSED':
    case 'STORE_FAILED':
    case 'WRONG_SCHEMA':
      return `${path}: ${detail}`;
  }
}

/** SQLite says only that it cannot open a file; the file system says why. */
function reasonNotToOpen(path: string): SqliteErrorCode {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) accessSync(path, constants.R_OK | constants.W_OK);
    accessSync(dirname(path), constants.R_OK | constants.W_OK | constants.X_OK);
    return 'STORE_FAILED';
  } catch (error) {
    return errnoCode(error) ?? 'STORE_FAILED';
  }
}

function errnoCode(error: unknown): SqliteErrorCode | undefined {
  const code: unknown = types.isNativeError(error) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? BY_ERRNO.get(code) : undefined;
}

/** The extended result code of an error of `node:sqlite`. */
export function resultOf(error: unknown): number | undefined {
  const errcode: unknown = types.isNativeError(error) && 'errcode' in error ? error.errcode : undefined;
  return typeof errcode === 'number' ? errcode : undefined;
}

/** What an error of SQLite or of the file system means for the file; an error of ours stays as it is. */
export function fileError(error: unknown, path: string): SqliteError {
  if (error instanceof SqliteError) return error;
  const message = types.isNativeError(error) ? error.message : String(error);
  const primary = (resultOf(error) ?? 0) & 0xff;
  const code = errnoCode(error) ?? (primary === SQLITE_CANTOPEN ? reasonNotToOpen(path) : (BY_RESULT.get(primary) ?? 'STORE_FAILED'));
  const detail = primary === SQLITE_NOTADB ? 'it is not a database file' : message;
  return new SqliteError(code, advice(code, path, detail), { cause: error });
}
