import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Mark, markPathOf, readMark } from './durable-mark.js';
import { SqliteError } from './errors.js';
import { fileError, resultOf } from './file-error.js';
import { checkVersions, readState } from './file-state.js';
import { hasLostCommits } from './lost-commits.js';
import type { Inspection, NamedModule } from './writer-module.js';

const MIB = 1024 * 1024;
/** Up to this size every page and every index entry is checked at start; a few tenths of a second. */
const CHECKED_WHOLLY = 32 * MIB;
/** Up to this size every page is; beyond it a start would take too long, and only the modules look. */
const CHECKED_QUICKLY = 256 * MIB;

export interface InspectedFile {
  readonly path: string;
  /** Every answered commit was fsynced, so whatever is missing is damage and not a crash. */
  readonly durable: boolean;
  readonly modules: readonly NamedModule[];
}

const damaged = (path: string, detail: string): SqliteError =>
  new SqliteError(
    'STORE_DAMAGED',
    `${path} is damaged: ${detail}. Nothing was changed: copy the directory as it is, then restore a backup (docs/operation.md, "Damage")`,
  );

function structure(db: DatabaseSync, bytes: number): string | undefined {
  if (bytes > CHECKED_QUICKLY) return undefined;
  const name = bytes > CHECKED_WHOLLY ? 'quick_check' : 'integrity_check';
  const found = String(db.prepare(`PRAGMA ${name}(1)`).get()?.[name]);
  return found === 'ok' ? undefined : found.replaceAll(/\s+/g, ' ').slice(0, 200);
}

/** What the modules can still read; those that cannot tell are left out. */
function readable(db: DatabaseSync, { modules }: InspectedFile, durable: number, thorough: boolean): Inspection | undefined {
  for (const [, module] of modules) {
    const found = module.inspect?.(db, { durable, thorough });
    if (found !== undefined) return found;
  }
  return undefined;
}

function inWords(inspection: Inspection | undefined, isShorter: boolean): string {
  if (inspection === undefined) return isShorter ? '; the first missing position is 1' : '';
  const { last, missing = isShorter ? last + 1 : undefined } = inspection;
  return missing === undefined ? `; every position up to ${last} can be read` : `; the first missing position is ${missing}`;
}

function look(db: DatabaseSync, file: InspectedFile, mark: Mark | undefined, hasLost: boolean): void {
  const { path, modules } = file;
  checkVersions(db, path, modules);
  const fault = structure(db, statSync(path).size);
  const state = readState(db);
  const known = mark !== undefined && mark.file === state?.id ? mark : undefined;
  const behind = known !== undefined && state !== undefined ? known.commits - state.commits : 0;
  const isFaulty = fault !== undefined || hasLost || behind > 0;
  const found = state === undefined ? undefined : readable(db, file, known?.position ?? 0, isFaulty);
  if (!isFaulty && found?.missing === undefined) return;
  const reasons = [
    ...(hasLost || behind > 0 ? ['commits that were durable are not there any more'] : []),
    ...(fault === undefined ? [] : [fault]),
    ...(isFaulty ? [] : ['its positions have a gap']),
  ];
  throw damaged(path, reasons.join('; ') + inWords(found, hasLost || behind > 0));
}

function lookReadOnly(file: InspectedFile, mark: Mark | undefined, hasLost: boolean): void {
  const db = new DatabaseSync(file.path, { readOnly: true });
  try {
    look(db, file, mark, hasLost);
  } catch (error) {
    if (error instanceof SqliteError || ((resultOf(error) ?? 0) & 0xff) !== SQLITE_CORRUPT) throw error;
    throw damaged(file.path, `${(error as Error).message}${inWords(afterCorruption(db, file, mark), true)}`);
  } finally {
    db.close();
  }
}

const SQLITE_CORRUPT = 11;
const SQLITE_READONLY = 8;

function afterCorruption(db: DatabaseSync, file: InspectedFile, mark: Mark | undefined): Inspection | undefined {
  try {
    return readable(db, file, mark?.position ?? 0, true);
  } catch {
    return undefined;
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Finds out, before anything is written, whether the file is ours, of a version that is known, and still holds all that was durable in it.
 * A commit that a crash tore was never answered and is no damage. The file, its log and its mark stay as they are.
 * @throws SqliteError WRONG_SCHEMA, STORE_DAMAGED, ACCESS_DENIED, STORE_READ_ONLY, …
 */
export function inspectFile(file: InspectedFile): void {
  const { path, durable } = file;
  try {
    const mark = durable ? readMark(markPathOf(path)) : undefined;
    if (sizeOf(path) === 0) {
      if (mark === undefined || mark.commits === 0) return;
      throw damaged(
        path,
        `it is missing or empty, although ${markPathOf(path)} says that it held everything up to position ${mark.position}; the first missing position is 1`,
      );
    }
    lookReadOnly(file, mark, durable && hasLostCommits(`${path}-wal`));
  } catch (error) {
    // A rollback journal is left from the creation of the file: opening it for writing restores it, and there is nothing else in it yet.
    if (((resultOf(error) ?? 0) & 0xff) === SQLITE_READONLY && sizeOf(`${path}-journal`) > 0) return;
    const failure = fileError(error, path);
    throw failure.code === 'STORE_DAMAGED' && failure !== error ? damaged(path, `it is not a database file${nothingLeft(file)}`) : failure;
  }
}

/** The header says what everything else means: without it no record can be read. */
function nothingLeft({ path, durable }: InspectedFile): string {
  const mark = durable ? readMark(markPathOf(path)) : undefined;
  return mark === undefined ? '' : `, although it held everything up to position ${mark.position}; the first missing position is 1`;
}
