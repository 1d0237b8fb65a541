import type { SqliteFile } from '#sqlite';
import type { MasterKeys } from '../master-keys/master-keys.js';
import { VaultFile } from '../vault/embedded/vault-file.js';
import type { KeyTransport } from './port.js';
import { openSealedKeyTransport } from './sealed-key-transport.js';

/**
 * The platform's key pair in the vault of `events.db`. Open the vault first.
 * `file` holds the module `vault`: `vaultWriterModule`.
 * @throws VaultError WRONG_MASTER_KEY, VAULT_FAILED
 */
export async function embeddedKeyTransport(file: SqliteFile, { masterKeys }: { readonly masterKeys: MasterKeys }): Promise<KeyTransport> {
  return openSealedKeyTransport(new VaultFile(file), masterKeys);
}
