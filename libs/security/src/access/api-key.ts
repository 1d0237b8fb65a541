import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY_BYTES = 32;
/** Lets people and secret scanners see what it is. */
const PREFIX = 'mlk_';

/** A new API key: 256 random bits. It is shown once; only its hash is kept. */
export function generateApiKey(): string {
  return PREFIX + randomBytes(KEY_BYTES).toString('base64url');
}

/** SHA-256 of an API key. No salt and no slow hash: 256 random bits cannot be guessed. */
export function hashApiKey(apiKey: string): Uint8Array {
  return createHash('sha256').update(apiKey, 'utf8').digest();
}

/** Takes the same time wherever the hashes differ. */
export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return timingSafeEqual(one, other);
}
