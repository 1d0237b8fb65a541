import type { SQLOutputValue } from 'node:sqlite';
import type { SqliteFile } from '#sqlite';
import { RowReader } from '../../sqlite/row-reader.js';
import { ResultsStoreError } from '../port.js';
import type { ResultsStorage } from '../sealed/results-storage.js';
import type { SealedResult } from '../transfer.js';
import type { ResultsRequest } from './requests.js';

const MODULE = 'results';
export const SELECT_RESULTS = 'SELECT correlation_uid, sha256, bytes, expires_at, master_key_id, salt, sealed FROM results';
const FIND = `${SELECT_RESULTS} WHERE correlation_uid = ? AND sha256 = ?`;

/** The results' table in the file: writes by the writer thread, reads by this thread. Turns the file's errors into the store's. */
export class ResultsFile implements ResultsStorage {
  readonly #file: SqliteFile;
  readonly #rows: RowReader;

  constructor(file: SqliteFile) {
    this.#file = file;
    this.#rows = new RowReader(file);
  }

  async put(result: SealedResult): Promise<void> {
    await writeResults(this.#file, { kind: 'put', results: [result] });
  }

  async find(correlationUid: string, sha256: string): Promise<SealedResult | undefined> {
    try {
      const row = this.#rows.row(FIND, correlationUid, sha256);
      return row === undefined ? undefined : resultOf(row);
    } catch (error) {
      throw resultsFailed(error);
    }
  }

  async delete(correlationUid: string): Promise<void> {
    await writeResults(this.#file, { kind: 'delete', correlationUid });
  }

  async sweep(now: number, limit: number): Promise<number> {
    return writeResults(this.#file, { kind: 'sweep', now, limit });
  }
}

export async function writeResults(file: SqliteFile, request: ResultsRequest): Promise<number> {
  try {
    return await file.write<number>(MODULE, request);
  } catch (error) {
    throw resultsFailed(error);
  }
}

export function resultOf(row: Record<string, SQLOutputValue>): SealedResult {
  return {
    correlationUid: String(row['correlation_uid']),
    sha256: String(row['sha256']),
    bytes: Number(row['bytes']),
    expiresAt: Number(row['expires_at']),
    masterKeyId: String(row['master_key_id']),
    salt: row['salt'] as Uint8Array,
    sealed: row['sealed'] as Uint8Array,
  };
}

function resultsFailed(error: unknown): ResultsStoreError {
  return new ResultsStoreError('RESULTS_FAILED', error instanceof Error ? error.message : String(error), { cause: error });
}
