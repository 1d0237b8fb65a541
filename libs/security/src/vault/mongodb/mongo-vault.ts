import type { Db } from 'mongodb';
import type { KeyTransport } from '../../key-transport/port.js';
import { openSealedKeyTransport } from '../../key-transport/sealed-key-transport.js';
import type { SigningKey } from '../../signing/port.js';
import { openSealedSigningKey } from '../../signing/sealed-signing-key.js';
import type { Vault } from '../port.js';
import { openSealedVault, type VaultOptions } from '../sealed/sealed-vault.js';
import { MongoVaultStorage } from './mongo-vault-storage.js';

/** The vault and what it keeps for the platform itself. */
export interface MongoVault {
  readonly vault: Vault;
  readonly keyTransport: KeyTransport;
  readonly signingKey: SigningKey;
}

/**
 * The vault in the database of a client that writes with majority and journal. The client stays its owner's: closing the vault does not close it.
 * @throws VaultError WRONG_MASTER_KEY when a configured master key is not the one that this vault knows under its id, or one that is needed is missing
 */
export async function openMongoVault(db: Db, options: VaultOptions): Promise<MongoVault> {
  const storage = await MongoVaultStorage.open(db);
  const vault = await openSealedVault(storage, options);
  const keyTransport = await openSealedKeyTransport(storage, options.masterKeys);
  const signingKey = await openSealedSigningKey(storage, options.masterKeys);
  return { vault, keyTransport, signingKey };
}
