/** Names a key outside the vault. The fingerprint is a keyed hash: equal keys, equal fingerprints, nothing else can be learnt. */
export interface KeyReference {
  readonly keyId: string;
  readonly fingerprint: string;
}

/**
 * Holds meter keys, wrapped under the master key. Nothing else in the platform sees key bytes but the session that uses them.
 * Every write is durable when its promise resolves.
 */
export interface Vault {
  /** Idempotent by (device, type, key): storing the same key again answers the same reference. */
  store(device: string, type: string, key: Uint8Array): Promise<KeyReference>;
  /** A fresh copy, to be zeroed by the caller. @throws VaultError KEY_NOT_PRESENT */
  read(keyId: string): Promise<Uint8Array>;
  /** Reserves `count` invocation counter values of (device, key); undefined when the counter is unknown and must be read from the meter. */
  reserveCounters(device: string, keyId: string, count: number): Promise<{ readonly first: number } | undefined>;
  /** The meter's counter is known now: the next reserved value is `next` or higher. Forgets nothing that was reserved unless `force`. */
  setCounter(device: string, keyId: string, next: number): Promise<void>;
  /** The meter refused our counter: it must be read again before the next use. */
  forgetCounter(device: string, keyId: string): Promise<void>;
  close(): Promise<void>;
}

export type VaultErrorCode = 'KEY_NOT_PRESENT' | 'WRONG_MASTER_KEY' | 'VAULT_FAILED' | 'COUNTER_EXHAUSTED';

export class VaultError extends Error {
  constructor(
    readonly code: VaultErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
