import { hash, timingSafeEqual } from 'node:crypto';
import { DlmsError } from '../errors.js';

/** HLS mechanisms 3 and 4: a digest over challenge and shared secret. */
export type DigestMechanism = 'hls3' | 'hls4';

const ALGORITHM: Readonly<Record<DigestMechanism, string>> = { hls3: 'md5', hls4: 'sha1' };

/** f(challenge) = MD5 or SHA-1 of challenge || secret: 16 or 20 octets (Green Book, HLS mechanisms 3 and 4). */
export function hlsDigest(mechanism: DigestMechanism, challenge: Uint8Array, secret: Uint8Array): Buffer {
  return hash(ALGORITHM[mechanism], Buffer.concat([challenge, secret]), 'buffer');
}

/** AUTHENTICATION_FAILED when it does not match. Compares in constant time. */
export function verifyHlsDigest(mechanism: DigestMechanism, challenge: Uint8Array, secret: Uint8Array, received: Uint8Array): void {
  const expected = hlsDigest(mechanism, challenge, secret);
  if (received.length !== expected.length || !timingSafeEqual(expected, received)) {
    throw new DlmsError('AUTHENTICATION_FAILED', 'the HLS answer does not match the challenge');
  }
}

/** Whether two secrets are the same; the time tells nothing about where they differ, nor about their lengths. */
export function sameSecret(one: Uint8Array, other: Uint8Array): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}
