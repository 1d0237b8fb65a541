import type { KeyObject } from 'node:crypto';

/** 256 bits. As a key object, so that no log and no error can show the bytes. */
export interface MasterKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The keys that everything at rest is wrapped under: the first wraps, all unwrap. */
export class MasterKeys {
  readonly wrapping: MasterKey;
  readonly #byId: ReadonlyMap<string, MasterKey>;

  constructor(wrapping: MasterKey, others: readonly MasterKey[] = []) {
    this.wrapping = wrapping;
    this.#byId = new Map([wrapping, ...others].map((key) => [key.id, key]));
  }

  all(): readonly MasterKey[] {
    return [...this.#byId.values()];
  }

  find(id: string): MasterKey | undefined {
    return this.#byId.get(id);
  }
}
