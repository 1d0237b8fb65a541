import { Binary, type Collection, type Db } from 'mongodb';
import { bytesOf, idOf } from '../../mongodb/documents.js';
import type { CounterMark, SealedKey, SealedSecret } from '../transfer.js';

export interface SecretDocument {
  /** The secret's name. */
  readonly _id: string;
  readonly masterKeyId: string;
  readonly sealed: Binary;
}

export interface KeyDocument {
  /** Of device, type and identity: so a key stands there once, without leaning on a second unique index. */
  readonly _id: string;
  readonly keyId: string;
  readonly device: string;
  readonly type: string;
  readonly identity: string;
  readonly masterKeyId: string;
  readonly dataKey: Binary;
  readonly sealed: Binary;
}

export interface CounterDocument extends CounterMark {
  /** Of device and key. */
  readonly _id: string;
}

export interface VaultCollections {
  readonly secrets: Collection<SecretDocument>;
  readonly keys: Collection<KeyDocument>;
  readonly counters: Collection<CounterDocument>;
}

export function vaultCollections(db: Db): VaultCollections {
  return {
    secrets: db.collection<SecretDocument>('vault_secrets'),
    keys: db.collection<KeyDocument>('vault_keys'),
    counters: db.collection<CounterDocument>('vault_counters'),
  };
}

/** Idempotent. */
export async function declareVaultIndexes({ keys }: VaultCollections): Promise<void> {
  await keys.createIndex({ keyId: 1 }, { unique: true, name: 'keyId' });
}

export function secretDocument({ name, masterKeyId, sealed }: SealedSecret): SecretDocument {
  return { _id: name, masterKeyId, sealed: new Binary(sealed) };
}

export function secretOf({ _id, masterKeyId, sealed }: SecretDocument): SealedSecret {
  return { name: _id, masterKeyId, sealed: bytesOf(sealed) };
}

export function keyDocument(key: SealedKey): KeyDocument {
  return { _id: idOf(key.device, key.type, key.identity), ...key, dataKey: new Binary(key.dataKey), sealed: new Binary(key.sealed) };
}

export function keyOf({ keyId, device, type, identity, masterKeyId, dataKey, sealed }: KeyDocument): SealedKey {
  return { keyId, device, type, identity, masterKeyId, dataKey: bytesOf(dataKey), sealed: bytesOf(sealed) };
}

export function counterOf({ device, keyId, next, known }: CounterDocument): CounterMark {
  return { device, keyId, next, known };
}
