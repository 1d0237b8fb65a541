import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { seal, unseal } from '../../crypto/aead.js';
import type { MasterKey, MasterKeys } from '../../master-keys/master-keys.js';
import { ResultsStoreError } from '../port.js';
import type { SealedResult } from '../transfer.js';

const SALT_BYTES = 32;

export type ResultEnvelope = Pick<SealedResult, 'masterKeyId' | 'salt' | 'sealed'>;

/**
 * A key for each row, derived from the master key and a random salt: results are many, and one key with random nonces should seal 2^32 values at most.
 * No envelope as in the vault: results live for days and need not be wrapped anew when the master key changes.
 */
export function sealResult({ wrapping }: MasterKeys, correlationUid: string, plain: Uint8Array): ResultEnvelope {
  // A buffer of its own: a pooled one would cross the thread as a whole.
  const salt = new Uint8Array(randomBytes(SALT_BYTES));
  return { masterKeyId: wrapping.id, salt, sealed: seal(rowKey(wrapping, salt), plain, [correlationUid]) };
}

/** @throws ResultsStoreError WRONG_MASTER_KEY, RESULTS_FAILED */
export function unsealResult(masterKeys: MasterKeys, correlationUid: string, { masterKeyId, salt, sealed }: ResultEnvelope): Uint8Array {
  const masterKey = masterKeys.find(masterKeyId);
  if (masterKey === undefined) {
    throw new ResultsStoreError(
      'WRONG_MASTER_KEY',
      `the response of ${correlationUid} is sealed under master key ${masterKeyId}, which is not configured`,
    );
  }
  try {
    return unseal(rowKey(masterKey, salt), sealed, [correlationUid]);
  } catch (error) {
    const message = `the response of ${correlationUid} was altered, or master key ${masterKeyId} is not the one it was sealed under`;
    throw new ResultsStoreError('RESULTS_FAILED', message, { cause: error });
  }
}

function rowKey({ key }: MasterKey, salt: Uint8Array): KeyObject {
  const derived = new Uint8Array(hkdfSync('sha256', key, salt, 'meterlog/results/1', 32));
  try {
    return createSecretKey(derived);
  } finally {
    derived.fill(0);
  }
}
