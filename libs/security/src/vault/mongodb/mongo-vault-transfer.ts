import type { Db } from 'mongodb';
import { idOf, insertedOnce } from '../../mongodb/documents.js';
import { TransferError } from '../../transfer-error.js';
import type { SealedKey, SealedSecret, VaultTransfer, WrappedVaultEntry } from '../transfer.js';
import { CounterDocuments } from './counter-documents.js';
import { inVault } from './mongo-vault-storage.js';
import {
  counterOf,
  declareVaultIndexes,
  keyDocument,
  keyOf,
  secretDocument,
  secretOf,
  vaultCollections,
  type VaultCollections,
} from './vault-documents.js';

/** Carries the vault of a database out of it or into it. */
export function mongoVaultTransfer(db: Db): VaultTransfer {
  const collections = vaultCollections(db);
  const counters = new CounterDocuments(collections.counters);
  return {
    exportAll: () => entries(collections),
    async importAll(given) {
      await inVault(async () => declareVaultIndexes(collections));
      let count = 0;
      for await (const entry of given) {
        if (entry.kind === 'counter') await inVault(async () => counters.take(entry.counter));
        else if (entry.kind === 'key') await takeKey(collections, entry.key);
        else await takeSecret(collections, entry.secret);
        count++;
      }
      return count;
    },
    forgetCounters: async () => inVault(async () => counters.forgetAll()),
  };
}

async function takeSecret({ secrets }: VaultCollections, secret: SealedSecret): Promise<void> {
  const standing = await inVault(async () => {
    if (await insertedOnce(secrets.insertOne(secretDocument(secret)))) return secret;
    const found = await secrets.findOne({ _id: secret.name });
    return found === null ? undefined : secretOf(found);
  });
  if (standing === undefined || Buffer.compare(standing.sealed, secret.sealed) !== 0)
    throw new TransferError(`the vault has a secret ${secret.name} of its own`);
}

async function takeKey({ keys }: VaultCollections, key: SealedKey): Promise<void> {
  const standing = await inVault(async () => {
    if (await insertedOnce(keys.insertOne(keyDocument(key)))) return key.keyId;
    return (await keys.findOne({ _id: idOf(key.device, key.type, key.identity) }))?.keyId;
  });
  if (standing !== key.keyId) throw new TransferError(`the vault holds key ${key.keyId} differently`);
}

async function* entries({ secrets, keys, counters }: VaultCollections): AsyncGenerator<WrappedVaultEntry, void, undefined> {
  for await (const document of secrets.find()) yield { kind: 'secret', secret: secretOf(document) };
  for await (const document of keys.find()) yield { kind: 'key', key: keyOf(document) };
  for await (const document of counters.find()) yield { kind: 'counter', counter: counterOf(document) };
}
