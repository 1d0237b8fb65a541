import type { SqliteFile } from '#sqlite';
import type { MasterKeys } from '../master-keys/master-keys.js';
import { keptSecret } from '../vault/embedded/secrets.js';
import { VaultFile } from '../vault/embedded/vault-file.js';
import { newSigningKey, SIGNING_SECRET, signingKeyOf } from './ed25519-signing-key.js';
import type { SigningKey } from './port.js';

/**
 * The platform's signing key: made at first use, sealed in the vault's part of the file ever after. Open the vault first.
 * `file` holds the module `vault`: `vaultWriterModule`.
 * @throws VaultError WRONG_MASTER_KEY, VAULT_FAILED
 */
export async function embeddedSigningKey(file: SqliteFile, { masterKeys }: { readonly masterKeys: MasterKeys }): Promise<SigningKey> {
  const pkcs8 = await keptSecret(new VaultFile(file), masterKeys, SIGNING_SECRET, newSigningKey);
  try {
    return signingKeyOf(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}
