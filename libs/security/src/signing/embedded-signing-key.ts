import type { SqliteFile } from '#sqlite';
import type { MasterKeys } from '../master-keys/master-keys.js';
import { VaultFile } from '../vault/embedded/vault-file.js';
import type { SigningKey } from './port.js';
import { openSealedSigningKey } from './sealed-signing-key.js';

/**
 * The platform's signing key in the vault of `events.db`. Open the vault first.
 * `file` holds the module `vault`: `vaultWriterModule`.
 * @throws VaultError WRONG_MASTER_KEY, VAULT_FAILED
 */
export async function embeddedSigningKey(file: SqliteFile, { masterKeys }: { readonly masterKeys: MasterKeys }): Promise<SigningKey> {
  return openSealedSigningKey(new VaultFile(file), masterKeys);
}
