import { createHash } from 'node:crypto';
import type { SqliteFile } from '#sqlite';
import type { MasterKeys } from '../../master-keys/master-keys.js';
import { RowReader } from '../../sqlite/row-reader.js';
import { type ResponseRef, type ResultsStore, ResultsStoreError } from '../port.js';
import type { ResultsRequest, SealedResult } from './requests.js';
import { sealResult, unsealResult } from './result-envelope.js';

const MODULE = 'results';
/** Deleted in one go; other writers of the file get their turn in between. */
const SWEEP_ROWS = 500;
const FIND = 'SELECT sha256, bytes, expires_at, master_key_id, salt, sealed FROM results WHERE correlation_uid = ? AND sha256 = ?';

export interface ResultsStoreOptions {
  readonly masterKeys: MasterKeys;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** The results store in `events.db`. `file` holds the module `results`: `resultsWriterModule`. Open the vault first: it proves the master keys. */
export function embeddedResultsStore(file: SqliteFile, { masterKeys, now = Date.now }: ResultsStoreOptions): ResultsStore {
  return new EmbeddedResultsStore(file, masterKeys, now);
}

class EmbeddedResultsStore implements ResultsStore {
  readonly #file: SqliteFile;
  readonly #rows: RowReader;
  readonly #masterKeys: MasterKeys;
  readonly #now: () => number;

  constructor(file: SqliteFile, masterKeys: MasterKeys, now: () => number) {
    this.#file = file;
    this.#rows = new RowReader(file);
    this.#masterKeys = masterKeys;
    this.#now = now;
  }

  async put(correlationUid: string, json: string, expiresAt: number): Promise<ResponseRef> {
    const plain = Buffer.from(json, 'utf8');
    const ref = { sha256: sha256Of(plain), bytes: plain.length };
    await this.#write({ kind: 'put', result: { correlationUid, ...ref, expiresAt, ...sealResult(this.#masterKeys, correlationUid, plain) } });
    return ref;
  }

  async get(correlationUid: string, ref: ResponseRef): Promise<string | undefined> {
    const result = this.#find(correlationUid, ref.sha256);
    if (result === undefined || result.expiresAt <= this.#now() || result.bytes !== ref.bytes) return undefined;
    const plain = unsealResult(this.#masterKeys, correlationUid, result);
    if (sha256Of(plain) !== ref.sha256) throw new ResultsStoreError('RESULTS_FAILED', `the response of ${correlationUid} is not what its hash says`);
    return Buffer.from(plain.buffer, plain.byteOffset, plain.length).toString('utf8');
  }

  async delete(correlationUid: string): Promise<void> {
    await this.#write({ kind: 'delete', correlationUid });
  }

  async sweep(now: number): Promise<number> {
    let swept = 0;
    for (;;) {
      const removed = await this.#write({ kind: 'sweep', now, limit: SWEEP_ROWS });
      swept += removed;
      if (removed < SWEEP_ROWS) return swept;
    }
  }

  #find(correlationUid: string, sha256: string): SealedResult | undefined {
    const row = this.#row(correlationUid, sha256);
    if (row === undefined) return undefined;
    return {
      correlationUid,
      sha256: String(row['sha256']),
      bytes: Number(row['bytes']),
      expiresAt: Number(row['expires_at']),
      masterKeyId: String(row['master_key_id']),
      salt: row['salt'] as Uint8Array,
      sealed: row['sealed'] as Uint8Array,
    };
  }

  #row(correlationUid: string, sha256: string): Record<string, unknown> | undefined {
    try {
      return this.#rows.row(FIND, correlationUid, sha256);
    } catch (error) {
      throw failed(error);
    }
  }

  async #write(request: ResultsRequest): Promise<number> {
    try {
      return await this.#file.write<number>(MODULE, request);
    } catch (error) {
      throw failed(error);
    }
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function failed(error: unknown): ResultsStoreError {
  return new ResultsStoreError('RESULTS_FAILED', error instanceof Error ? error.message : String(error), { cause: error });
}
