import { unseal, seal } from '../../crypto/aead.js';
import type { MasterKey, MasterKeys } from '../../master-keys/master-keys.js';
import { VaultError } from '../port.js';
import type { SealedSecret } from '../transfer.js';
import type { SecretStorage } from './vault-storage.js';

const CHECK = 'meterlog';

/**
 * Proves each configured master key by a value that was sealed under it when it first wrapped: a wrong key is found when the platform starts,
 * not when it needs a meter's key at night. A key that has wrapped nothing yet cannot be wrong.
 * @throws VaultError WRONG_MASTER_KEY
 */
export async function checkMasterKeys(storage: SecretStorage, masterKeys: MasterKeys): Promise<void> {
  for (const { id } of masterKeys.all()) {
    const check = await storage.secret(checkOf(id));
    if (check !== undefined) openSecret(masterKeys, check);
  }
  const { wrapping } = masterKeys;
  openSecret(masterKeys, await standing(storage, wrapping, checkOf(wrapping.id), async () => new TextEncoder().encode(CHECK)));
}

function checkOf(masterKeyId: string): string {
  return `check/${masterKeyId}`;
}

/**
 * The secret of this name: made by `create` once in the life of the vault, sealed ever after. A fresh copy, to be zeroed by the caller.
 * @throws VaultError WRONG_MASTER_KEY, VAULT_FAILED
 */
export async function keptSecret(
  storage: SecretStorage,
  masterKeys: MasterKeys,
  name: string,
  create: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  return openSecret(masterKeys, await standing(storage, masterKeys.wrapping, name, create));
}

/** Two that make the same secret at once both get the one that the writer took first. */
async function standing(storage: SecretStorage, masterKey: MasterKey, name: string, create: () => Promise<Uint8Array>): Promise<SealedSecret> {
  const there = await storage.secret(name);
  if (there !== undefined) return there;
  const plain = await create();
  try {
    const secret = { name, masterKeyId: masterKey.id, sealed: seal(masterKey.key, plain, purpose(masterKey.id, name)) };
    await storage.keepSecret(secret);
  } finally {
    plain.fill(0);
  }
  const kept = await storage.secret(name);
  if (kept === undefined) throw new VaultError('VAULT_FAILED', `the vault did not keep ${name}`);
  return kept;
}

function openSecret(masterKeys: MasterKeys, { name, masterKeyId, sealed }: SealedSecret): Uint8Array {
  const masterKey = masterKeys.find(masterKeyId);
  if (masterKey === undefined)
    throw new VaultError('WRONG_MASTER_KEY', `the vault was sealed under master key ${masterKeyId}, which is not configured`);
  try {
    return unseal(masterKey.key, sealed, purpose(masterKeyId, name));
  } catch (error) {
    throw new VaultError('WRONG_MASTER_KEY', `master key ${masterKeyId} is not the one that this vault was sealed under`, { cause: error });
  }
}

function purpose(masterKeyId: string, name: string): readonly string[] {
  return ['meterlog/vault/secret/1', masterKeyId, name];
}
