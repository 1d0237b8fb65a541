import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { DlmsError } from '../errors.js';

/** Security suite 0: AES-GCM with 128 bit keys and tags cut to 12 octets. */
const ALGORITHM = 'aes-128-gcm';
export const TAG_SIZE = 12;
export const KEY_SIZE = 16;
export const TITLE_SIZE = 8;

/** Security control octet: bits 0-3 suite, then what is done and with which key set. */
export const CONTROL = { authenticated: 0x10, encrypted: 0x20, both: 0x30, broadcast: 0x40, compressed: 0x80 } as const;

/** A key of 16 octets, or made ready for use by `cipherKey`. */
export type CipherKey = Uint8Array | KeyObject;

/** The nonce: title of the sender, then its invocation counter. */
export function nonce(title: Uint8Array, counter: number): Buffer {
  if (title.length !== TITLE_SIZE) throw new DlmsError('INVALID_VALUE', `a system title has ${TITLE_SIZE} octets, not ${title.length}`);
  const iv = Buffer.allocUnsafe(12);
  iv.set(title, 0);
  iv.writeUInt32BE(counter, TITLE_SIZE);
  return iv;
}

/** SC || AK || further authenticated octets. */
export function associatedData(control: number, authenticationKey: Uint8Array, further?: Uint8Array): Buffer {
  checkKey(authenticationKey);
  const aad = Buffer.allocUnsafe(1 + KEY_SIZE + (further?.length ?? 0));
  aad[0] = control;
  aad.set(authenticationKey, 1);
  if (further !== undefined) aad.set(further, 1 + KEY_SIZE);
  return aad;
}

/** Encrypts `plain` (perhaps empty) and writes ciphertext, then with `aad` the tag, into `out` from `at` on. */
export function seal(key: CipherKey, iv: Uint8Array, aad: Uint8Array | undefined, plain: Uint8Array, out: Buffer, at: number): void {
  const cipher = createCipheriv(ALGORITHM, cipherKey(key), iv, { authTagLength: TAG_SIZE });
  if (aad !== undefined) cipher.setAAD(aad);
  if (plain.length > 0) out.set(cipher.update(plain), at);
  cipher.final();
  if (aad !== undefined) out.set(cipher.getAuthTag(), at + plain.length);
}

/** Decrypts; with `aad` the tag is verified (in constant time) first. UNABLE_TO_DECIPHER when it does not match. */
export function open(key: CipherKey, iv: Uint8Array, aad: Uint8Array | undefined, body: Uint8Array, tag: Uint8Array | undefined): Buffer {
  const decipher = createDecipheriv(ALGORITHM, cipherKey(key), iv, { authTagLength: TAG_SIZE });
  if (aad === undefined || tag === undefined) return decipher.update(body);
  decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  const plain = decipher.update(body);
  try {
    decipher.final();
  } catch {
    throw new DlmsError('UNABLE_TO_DECIPHER', 'the authentication tag does not match');
  }
  return plain;
}

/**
 * Makes a key ready for many messages. Handing over a KeyObject takes less than half the time of raw octets
 * (Node 24: 9 µs instead of 23 per message).
 */
export function cipherKey(key: CipherKey): KeyObject {
  if (!(key instanceof Uint8Array)) return key;
  checkKey(key);
  return createSecretKey(key);
}

function checkKey(key: Uint8Array): void {
  if (key.length !== KEY_SIZE) throw new DlmsError('INVALID_VALUE', `a key has ${KEY_SIZE} octets, not ${key.length}`);
}
