import type { Db } from 'mongodb';
import type { ResultsStore } from '../results/port.js';
import type { ResultsStoreOptions } from '../results/sealed/sealed-results-store.js';
import type { ResultsTransfer } from '../results/transfer.js';
import type { MongoVault } from '../vault/mongodb/mongo-vault.js';
import type { VaultOptions } from '../vault/sealed/sealed-vault.js';
import type { VaultTransfer } from '../vault/transfer.js';

/*
 * The driver takes a fifth of a second and 30 MB to load, and most platforms never need it: it is loaded by the first call.
 * The database is that of a client that writes with majority and journal; the client stays its owner's.
 */

/**
 * The vault in a database, with what it keeps for the platform itself.
 * @throws VaultError WRONG_MASTER_KEY when a configured master key is not the one that this vault knows under its id, or one that is needed is missing
 */
export async function mongoVault(db: Db, options: VaultOptions): Promise<MongoVault> {
  return (await import('../vault/mongodb/mongo-vault.js')).openMongoVault(db, options);
}

/** Carries the vault of a database out of it or into it. */
export async function mongoVaultTransfer(db: Db): Promise<VaultTransfer> {
  return (await import('../vault/mongodb/mongo-vault-transfer.js')).mongoVaultTransfer(db);
}

/** The results store in a database. Open the vault first: it proves the master keys. @throws ResultsStoreError RESULTS_FAILED */
export async function mongoResultsStore(db: Db, options: ResultsStoreOptions): Promise<ResultsStore> {
  return (await import('../results/mongodb/mongo-results-store.js')).openMongoResultsStore(db, options);
}

/** Carries the responses of a database out of it or into it. */
export async function mongoResultsTransfer(db: Db): Promise<ResultsTransfer> {
  return (await import('../results/mongodb/mongo-results-transfer.js')).mongoResultsTransfer(db);
}
