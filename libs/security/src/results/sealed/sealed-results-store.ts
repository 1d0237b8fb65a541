import { createHash } from 'node:crypto';
import type { MasterKeys } from '../../master-keys/master-keys.js';
import { type ResponseRef, type ResultsStore, ResultsStoreError } from '../port.js';
import { sealResult, unsealResult } from './result-envelope.js';
import type { ResultsStorage } from './results-storage.js';

/** Deleted in one go; other writers of the store get their turn in between. */
const SWEEP_ROWS = 500;

export interface ResultsStoreOptions {
  readonly masterKeys: MasterKeys;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** The results store in a storage, whichever it is: everything is sealed here. */
export class SealedResultsStore implements ResultsStore {
  readonly #storage: ResultsStorage;
  readonly #masterKeys: MasterKeys;
  readonly #now: () => number;

  constructor(storage: ResultsStorage, { masterKeys, now = Date.now }: ResultsStoreOptions) {
    this.#storage = storage;
    this.#masterKeys = masterKeys;
    this.#now = now;
  }

  async put(correlationUid: string, json: string, expiresAt: number): Promise<ResponseRef> {
    const plain = Buffer.from(json, 'utf8');
    const ref = { sha256: sha256Of(plain), bytes: plain.length };
    await this.#storage.put({ correlationUid, ...ref, expiresAt, ...sealResult(this.#masterKeys, correlationUid, plain) });
    return ref;
  }

  async get(correlationUid: string, ref: ResponseRef): Promise<string | undefined> {
    const result = await this.#storage.find(correlationUid, ref.sha256);
    if (result === undefined || result.expiresAt <= this.#now() || result.bytes !== ref.bytes) return undefined;
    const plain = unsealResult(this.#masterKeys, correlationUid, result);
    if (sha256Of(plain) !== ref.sha256) throw new ResultsStoreError('RESULTS_FAILED', `the response of ${correlationUid} is not what its hash says`);
    return Buffer.from(plain.buffer, plain.byteOffset, plain.length).toString('utf8');
  }

  async delete(correlationUid: string): Promise<void> {
    await this.#storage.delete(correlationUid);
  }

  async sweep(now: number): Promise<number> {
    let swept = 0;
    for (;;) {
      const removed = await this.#storage.sweep(now, SWEEP_ROWS);
      swept += removed;
      if (removed < SWEEP_ROWS) return swept;
    }
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
