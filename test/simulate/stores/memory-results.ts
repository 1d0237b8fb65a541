import { createHash } from 'node:crypto';
import type { ResponseRef, ResultsStore } from '#security/results/port.js';

interface Kept extends ResponseRef {
  readonly json: string;
  readonly expiresAt: number;
}

/** A results store without encryption or files. */
export class MemoryResults implements ResultsStore {
  readonly #kept = new Map<string, readonly Kept[]>();

  async put(correlationUid: string, json: string, expiresAt: number): Promise<ResponseRef> {
    const ref = { sha256: createHash('sha256').update(json).digest('hex'), bytes: Buffer.byteLength(json) };
    this.#kept.set(correlationUid, [...(this.#kept.get(correlationUid) ?? []), { ...ref, json, expiresAt }]);
    return ref;
  }

  async get(correlationUid: string, ref: ResponseRef): Promise<string | undefined> {
    return this.#kept.get(correlationUid)?.find(({ sha256 }) => sha256 === ref.sha256)?.json;
  }

  async delete(correlationUid: string): Promise<void> {
    this.#kept.delete(correlationUid);
  }

  async sweep(now: number): Promise<number> {
    let removed = 0;
    for (const [uid, kept] of this.#kept) {
      const left = kept.filter(({ expiresAt }) => expiresAt > now);
      removed += kept.length - left.length;
      this.#kept.set(uid, left);
    }
    return removed;
  }
}
