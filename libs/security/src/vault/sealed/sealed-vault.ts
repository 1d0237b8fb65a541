import { randomBytes, randomUUID } from 'node:crypto';
import type { MasterKeys } from '../../master-keys/master-keys.js';
import { type KeyReference, type Vault, VaultError } from '../port.js';
import { sealKey, unsealKey } from './key-envelope.js';
import { fingerprintOf, type KeyIdentity, keyIdentity } from './key-identity.js';
import { checkMasterKeys, keptSecret } from './secrets.js';
import { HIGHEST_COUNTER, type VaultStorage } from './vault-storage.js';

export interface VaultOptions {
  readonly masterKeys: MasterKeys;
}

/** The vault in a storage, whichever it is: everything is sealed here. @throws VaultError WRONG_MASTER_KEY, VAULT_FAILED */
export async function openSealedVault(storage: VaultStorage, { masterKeys }: VaultOptions): Promise<Vault> {
  await checkMasterKeys(storage, masterKeys);
  const secret = await keptSecret(storage, masterKeys, 'fingerprint', async () => randomBytes(32));
  try {
    return new SealedVault(storage, masterKeys, keyIdentity(secret));
  } finally {
    secret.fill(0);
  }
}

class SealedVault implements Vault {
  readonly #storage: VaultStorage;
  readonly #masterKeys: MasterKeys;
  readonly #identityOf: KeyIdentity;
  #closed = false;

  constructor(storage: VaultStorage, masterKeys: MasterKeys, identityOf: KeyIdentity) {
    this.#storage = storage;
    this.#masterKeys = masterKeys;
    this.#identityOf = identityOf;
  }

  async store(device: string, type: string, key: Uint8Array): Promise<KeyReference> {
    this.#requireOpen();
    // The caller may zero the key as soon as this function has returned its promise.
    const own = key.slice();
    try {
      const identity = this.#identityOf(own);
      const fingerprint = fingerprintOf(identity);
      const known = await this.#storage.keyIdOf(device, type, identity);
      if (known !== undefined) return { keyId: known, fingerprint };
      const owner = { device, type, keyId: randomUUID() };
      const keyId = await this.#storage.storeKey({ ...owner, identity, ...sealKey(this.#masterKeys, owner, own) });
      return { keyId, fingerprint };
    } finally {
      own.fill(0);
    }
  }

  async read(keyId: string): Promise<Uint8Array> {
    this.#requireOpen();
    const key = await this.#storage.key(keyId);
    if (key === undefined) throw new VaultError('KEY_NOT_PRESENT', `the vault holds no key ${keyId}`);
    return unsealKey(this.#masterKeys, key, key);
  }

  async reserveCounters(device: string, keyId: string, count: number): Promise<{ readonly first: number } | undefined> {
    this.#requireOpen();
    requireWithin('count', count, 1, HIGHEST_COUNTER);
    const answer = await this.#storage.reserveCounters(device, keyId, count);
    if (answer.kind === 'unknown') return undefined;
    if (answer.kind === 'reserved') return { first: answer.first };
    throw new VaultError('COUNTER_EXHAUSTED', `fewer than ${count} invocation counter values of key ${keyId} are left: the key must be replaced`);
  }

  async setCounter(device: string, keyId: string, next: number): Promise<void> {
    this.#requireOpen();
    // One above the highest is what follows a meter that has used up its counter.
    requireWithin('next', next, 0, HIGHEST_COUNTER + 1);
    await this.#storage.raiseCounter(device, keyId, next);
  }

  async forgetCounter(device: string, keyId: string): Promise<void> {
    this.#requireOpen();
    await this.#storage.forgetCounter(device, keyId);
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
