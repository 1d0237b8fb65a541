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
  /** Idempotent by (device, type, key): storing the same key again answers the same reference. `key` stays the caller's, to be zeroed. */
  store(device: string, type: string, key: Uint8Array): Promise<KeyReference>;
  /** A fresh copy in a buffer of its own (it may be transferred), to be zeroed by the caller. @throws VaultError KEY_NOT_PRESENT, WRONG_MASTER_KEY */
  read(keyId: string): Promise<Uint8Array>;
  /**
   * Reserves the invocation counter values `first` to `first + count - 1` of (device, key), durably before it answers; no value is ever given out twice.
   * Undefined when the counter is unknown and must be read from the meter.
   * @throws VaultError COUNTER_EXHAUSTED when fewer than `count` values up to 0xFFFFFFFF are left: the key must be replaced
   */
  reserveCounters(device: string, keyId: string, count: number): Promise<{ readonly first: number } | undefined>;
  /**
   * The meter's counter is known now: the next reserved value is `next` or higher. It only ever raises, also after `forgetCounter`:
   * a value used twice under one key would break the cipher, while a meter takes any higher value.
   */
  setCounter(device: string, keyId: string, next: number): Promise<void>;
  /** The meter refused our counter: it must be read again before the next use. What was reserved stays used. */
  forgetCounter(device: string, keyId: string): Promise<void>;
  /** Idempotent. Everything after it rejects with VAULT_FAILED. */
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
