import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';

/** 64 bits: two of a hundred million keys share a fingerprint with a chance of 1 in 3,700, and it is short enough to compare by eye. */
const FINGERPRINT_DIGITS = 16;

/**
 * HMAC-SHA-256 of key bytes under a secret of this vault, hexadecimal: equal for equal keys, and worthless without the secret, also against
 * guessing. Whole it decides whether a key is stored already; the fingerprint is its beginning, shorter because it stands in events for ever.
 */
export type KeyIdentity = (key: Uint8Array) => string;

export function keyIdentity(secret: Uint8Array): KeyIdentity {
  const derived = new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), 'meterlog/vault/fingerprint/1', 32));
  const hashKey = createSecretKey(derived);
  derived.fill(0);
  return (key) => createHmac('sha256', hashKey).update(key).digest('hex');
}

export function fingerprintOf(identity: string): string {
  return identity.slice(0, FINGERPRINT_DIGITS);
}
