import type { SqliteFile } from '#sqlite';
import type { Vault } from '../port.js';
import { openSealedVault, type VaultOptions } from '../sealed/sealed-vault.js';
import { VaultFile } from './vault-file.js';

/**
 * The vault in `events.db`. `file` holds the module `vault`: `vaultWriterModule`, and stays open after `close`.
 * @throws VaultError WRONG_MASTER_KEY when a configured master key is not the one that this file knows under its id, or one that is needed is missing
 */
export async function embeddedVault(file: SqliteFile, options: VaultOptions): Promise<Vault> {
  return openSealedVault(new VaultFile(file), options);
}
