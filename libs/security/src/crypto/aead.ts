import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

/** AES-256-GCM as NIST SP 800-38D recommends it: a nonce of 96 random bits, a tag of 128. */
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Says what was sealed, so that a sealed value cannot be passed off as another. A list is unambiguous whatever its parts hold. */
export type SealedFor = readonly string[];

/**
 * nonce ‖ cipher text ‖ tag, in a buffer of its own: structured clone copies the whole buffer under a view, and a pooled one holds other secrets.
 * With random nonces one key should seal at most 2^32 values.
 */
export function seal(key: KeyObject, plain: Uint8Array, sealedFor: SealedFor): Uint8Array {
  const sealed = new Uint8Array(NONCE_BYTES + plain.length + TAG_BYTES);
  const nonce = randomFillSync(sealed.subarray(0, NONCE_BYTES));
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(sealedFor));
  sealed.set(cipher.update(plain), NONCE_BYTES);
  cipher.final();
  sealed.set(cipher.getAuthTag(), NONCE_BYTES + plain.length);
  return sealed;
}

/** A fresh buffer, to be zeroed by the caller. @throws Error when key, purpose or a single bit of `sealed` is not that of `seal` */
export function unseal(key: KeyObject, sealed: Uint8Array, sealedFor: SealedFor): Uint8Array<ArrayBuffer> {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('a sealed value is cut off');
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(sealedFor));
  decipher.setAuthTag(sealed.subarray(end));
  const unproven = decipher.update(sealed.subarray(NONCE_BYTES, end));
  try {
    decipher.final();
    return new Uint8Array(unproven);
  } finally {
    unproven.fill(0);
  }
}

function associatedData(sealedFor: SealedFor): Uint8Array {
  return Buffer.from(JSON.stringify(sealedFor), 'utf8');
}
