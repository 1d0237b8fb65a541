import type { Db } from 'mongodb';
import { asMongoStoreError } from '#mongodb';
import { idOf, insertedOnce } from '../../mongodb/documents.js';
import { VaultError } from '../port.js';
import type { Reservation, VaultStorage } from '../sealed/vault-storage.js';
import type { SealedKey, SealedSecret } from '../transfer.js';
import { CounterDocuments } from './counter-documents.js';
import { declareVaultIndexes, keyDocument, keyOf, secretDocument, secretOf, vaultCollections, type VaultCollections } from './vault-documents.js';

/** The vault's collections in a database. Turns the driver's errors into the vault's. */
export class MongoVaultStorage implements VaultStorage {
  readonly #collections: VaultCollections;
  readonly #counters: CounterDocuments;

  private constructor(collections: VaultCollections) {
    this.#collections = collections;
    this.#counters = new CounterDocuments(collections.counters);
  }

  /** @throws VaultError VAULT_FAILED */
  static async open(db: Db): Promise<MongoVaultStorage> {
    const collections = vaultCollections(db);
    await inVault(async () => declareVaultIndexes(collections));
    return new MongoVaultStorage(collections);
  }

  async secret(name: string): Promise<SealedSecret | undefined> {
    const found = await inVault(async () => this.#collections.secrets.findOne({ _id: name }));
    return found === null ? undefined : secretOf(found);
  }

  async keepSecret(secret: SealedSecret): Promise<void> {
    await inVault(async () => insertedOnce(this.#collections.secrets.insertOne(secretDocument(secret))));
  }

  async key(keyId: string): Promise<SealedKey | undefined> {
    const found = await inVault(async () => this.#collections.keys.findOne({ keyId }));
    return found === null ? undefined : keyOf(found);
  }

  async keyIdOf(device: string, type: string, identity: string): Promise<string | undefined> {
    const _id = idOf(device, type, identity);
    return (await inVault(async () => this.#collections.keys.findOne({ _id }, { projection: { keyId: 1 } })))?.keyId;
  }

  async storeKey(key: SealedKey): Promise<string> {
    const { keys } = this.#collections;
    if (await inVault(async () => insertedOnce(keys.insertOne(keyDocument(key))))) return key.keyId;
    const standing = await this.keyIdOf(key.device, key.type, key.identity);
    if (standing === undefined) throw new VaultError('VAULT_FAILED', `the vault did not keep key ${key.keyId}`);
    return standing;
  }

  async reserveCounters(device: string, keyId: string, count: number): Promise<Reservation> {
    return inVault(async () => this.#counters.reserve(device, keyId, count));
  }

  async raiseCounter(device: string, keyId: string, next: number): Promise<void> {
    await inVault(async () => this.#counters.raise(device, keyId, next));
  }

  async forgetCounter(device: string, keyId: string): Promise<void> {
    await inVault(async () => this.#counters.forget(device, keyId));
  }
}

/** @throws VaultError VAULT_FAILED */
export async function inVault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VaultError) throw error;
    throw new VaultError('VAULT_FAILED', asMongoStoreError(error).message, { cause: error });
  }
}
