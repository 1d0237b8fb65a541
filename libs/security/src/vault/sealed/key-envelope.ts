import { createSecretKey, randomBytes } from 'node:crypto';
import { seal, unseal } from '../../crypto/aead.js';
import type { MasterKeys } from '../../master-keys/master-keys.js';
import { VaultError } from '../port.js';
import type { SealedKey } from '../transfer.js';

const DATA_KEY_BYTES = 32;

/** Whose key it is; sealed with it, so that no row can stand in for another. */
export type KeyOwner = Pick<SealedKey, 'device' | 'type' | 'keyId'>;
export type KeyEnvelope = Pick<SealedKey, 'masterKeyId' | 'dataKey' | 'sealed'>;

/** A random data key for each meter key: a change of the master key wraps the data keys anew and leaves the sealed keys alone. */
export function sealKey(masterKeys: MasterKeys, owner: KeyOwner, key: Uint8Array): KeyEnvelope {
  const { id, key: masterKey } = masterKeys.wrapping;
  const dataKey = randomBytes(DATA_KEY_BYTES);
  try {
    return {
      masterKeyId: id,
      dataKey: seal(masterKey, dataKey, forDataKey(id, owner)),
      sealed: seal(createSecretKey(dataKey), key, forKey(owner)),
    };
  } finally {
    dataKey.fill(0);
  }
}

/** A fresh copy, to be zeroed by the caller. @throws VaultError WRONG_MASTER_KEY, VAULT_FAILED when the row was altered */
export function unsealKey(masterKeys: MasterKeys, owner: KeyOwner, envelope: KeyEnvelope): Uint8Array {
  const masterKey = masterKeys.find(envelope.masterKeyId);
  if (masterKey === undefined) {
    throw new VaultError('WRONG_MASTER_KEY', `key ${owner.keyId} is wrapped under master key ${envelope.masterKeyId}, which is not configured`);
  }
  let dataKey: Uint8Array | undefined;
  try {
    dataKey = unseal(masterKey.key, envelope.dataKey, forDataKey(masterKey.id, owner));
    return unseal(createSecretKey(dataKey), envelope.sealed, forKey(owner));
  } catch (error) {
    // The master key itself was proven when the vault was opened.
    throw new VaultError('VAULT_FAILED', `key ${owner.keyId} was altered in the vault`, { cause: error });
  } finally {
    dataKey?.fill(0);
  }
}

function forDataKey(masterKeyId: string, { device, type, keyId }: KeyOwner): readonly string[] {
  return ['meterlog/vault/data-key/1', masterKeyId, device, type, keyId];
}

function forKey({ device, type, keyId }: KeyOwner): readonly string[] {
  return ['meterlog/vault/key/1', device, type, keyId];
}
