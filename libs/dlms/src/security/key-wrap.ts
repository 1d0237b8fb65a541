import { createCipheriv, createDecipheriv } from 'node:crypto';
import { DlmsError } from '../errors.js';
import { KEY_SIZE } from './gcm.js';

const ALGORITHM = 'id-aes128-wrap';
/** RFC 3394 section 2.2.3.1. */
const INITIAL_VALUE = Buffer.alloc(8, 0xa6);

/** RFC 3394: a key of n octets under a 16-octet key encryption key, n + 8 octets. */
export function wrapKey(keyEncryptionKey: Uint8Array, key: Uint8Array): Buffer {
  checkKek(keyEncryptionKey);
  if (key.length < 16 || key.length % 8 !== 0) throw new DlmsError('INVALID_VALUE', `a key of ${key.length} octets cannot be wrapped`);
  const cipher = createCipheriv(ALGORITHM, keyEncryptionKey, INITIAL_VALUE);
  return Buffer.concat([cipher.update(key), cipher.final()]);
}

/** The inverse; KEY_UNWRAP_FAILED when the integrity check fails. */
export function unwrapKey(keyEncryptionKey: Uint8Array, wrapped: Uint8Array): Buffer {
  checkKek(keyEncryptionKey);
  try {
    const decipher = createDecipheriv(ALGORITHM, keyEncryptionKey, INITIAL_VALUE);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    throw new DlmsError('KEY_UNWRAP_FAILED', 'the wrapped key does not verify under this key encryption key');
  }
}

function checkKek(key: Uint8Array): void {
  if (key.length !== KEY_SIZE) throw new DlmsError('INVALID_VALUE', `a key encryption key has ${KEY_SIZE} octets, not ${key.length}`);
}
