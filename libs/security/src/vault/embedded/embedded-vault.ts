import { randomBytes, randomUUID } from 'node:crypto';
import type { SqliteFile } from '#sqlite';
import type { MasterKeys } from '../../master-keys/master-keys.js';
import { type KeyReference, type Vault, VaultError } from '../port.js';
import { HIGHEST_COUNTER } from './counter-writer.js';
import { sealKey, unsealKey } from './key-envelope.js';
import { fingerprintOf, type KeyIdentity, keyIdentity } from './key-identity.js';
import type { Reservation, StoredKey } from './requests.js';
import { checkMasterKeys, keptSecret } from './secrets.js';
import { VaultFile } from './vault-file.js';

export interface VaultOptions {
  readonly masterKeys: MasterKeys;
}

/**
 * The vault in `events.db`. `file` holds the module `vault`: `vaultWriterModule`, and stays open after `close`.
 * @throws VaultError WRONG_MASTER_KEY when a configured master key is not the one that this file knows under its id, or one that is needed is missing
 */
export async function embeddedVault(file: SqliteFile, { masterKeys }: VaultOptions): Promise<Vault> {
  const vaultFile = new VaultFile(file);
  await checkMasterKeys(vaultFile, masterKeys);
  const secret = await keptSecret(vaultFile, masterKeys, 'fingerprint', async () => randomBytes(32));
  try {
    return new EmbeddedVault(vaultFile, masterKeys, keyIdentity(secret));
  } finally {
    secret.fill(0);
  }
}

class EmbeddedVault implements Vault {
  readonly #file: VaultFile;
  readonly #masterKeys: MasterKeys;
  readonly #identityOf: KeyIdentity;
  #closed = false;

  constructor(file: VaultFile, masterKeys: MasterKeys, identityOf: KeyIdentity) {
    this.#file = file;
    this.#masterKeys = masterKeys;
    this.#identityOf = identityOf;
  }

  async store(device: string, type: string, key: Uint8Array): Promise<KeyReference> {
    this.#requireOpen();
    const identity = this.#identityOf(key);
    const fingerprint = fingerprintOf(identity);
    const known = this.#file.keyIdOf(device, type, identity);
    if (known !== undefined) return { keyId: known, fingerprint };
    const owner = { device, type, keyId: randomUUID() };
    const sealed = { ...owner, identity, ...sealKey(this.#masterKeys, owner, key) };
    const { keyId } = await this.#file.write<StoredKey>({ kind: 'store-key', key: sealed });
    return { keyId, fingerprint };
  }

  async read(keyId: string): Promise<Uint8Array> {
    this.#requireOpen();
    const key = this.#file.key(keyId);
    if (key === undefined) throw new VaultError('KEY_NOT_PRESENT', `the vault holds no key ${keyId}`);
    return unsealKey(this.#masterKeys, key, key);
  }

  async reserveCounters(device: string, keyId: string, count: number): Promise<{ readonly first: number } | undefined> {
    this.#requireOpen();
    requireWithin('count', count, 1, HIGHEST_COUNTER);
    const answer = await this.#file.write<Reservation>({ kind: 'reserve-counters', device, keyId, count });
    if (answer.kind === 'unknown') return undefined;
    if (answer.kind === 'reserved') return { first: answer.first };
    throw new VaultError('COUNTER_EXHAUSTED', `fewer than ${count} invocation counter values of key ${keyId} are left: the key must be replaced`);
  }

  async setCounter(device: string, keyId: string, next: number): Promise<void> {
    this.#requireOpen();
    // One above the highest is what follows a meter that has used up its counter.
    requireWithin('next', next, 0, HIGHEST_COUNTER + 1);
    await this.#file.write<undefined>({ kind: 'set-counter', device, keyId, next });
  }

  async forgetCounter(device: string, keyId: string): Promise<void> {
    this.#requireOpen();
    await this.#file.write<undefined>({ kind: 'forget-counter', device, keyId });
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #requireOpen(): void {
    if (this.#closed) throw new VaultError('VAULT_FAILED', 'the vault is closed');
  }
}

/** @throws RangeError */
function requireWithin(name: string, value: number, lowest: number, highest: number): void {
  if (Number.isSafeInteger(value) && value >= lowest && value <= highest) return;
  throw new RangeError(`${name} must be an integer from ${lowest} to ${highest}, not ${value}`);
}
