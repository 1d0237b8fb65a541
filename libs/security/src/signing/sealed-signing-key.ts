import type { MasterKeys } from '../master-keys/master-keys.js';
import { keptSecret } from '../vault/sealed/secrets.js';
import type { SecretStorage } from '../vault/sealed/vault-storage.js';
import { newSigningKey, SIGNING_SECRET, signingKeyOf } from './ed25519-signing-key.js';
import type { SigningKey } from './port.js';

/**
 * The platform's signing key: made at first use, sealed in the vault ever after. Open the vault first.
 * @throws VaultError WRONG_MASTER_KEY, VAULT_FAILED
 */
export async function openSealedSigningKey(storage: SecretStorage, masterKeys: MasterKeys): Promise<SigningKey> {
  const pkcs8 = await keptSecret(storage, masterKeys, SIGNING_SECRET, newSigningKey);
  try {
    return signingKeyOf(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}
