import { createPrivateKey, createPublicKey, generateKeyPair, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import type { MasterKeys } from '../master-keys/master-keys.js';
import { keptSecret } from '../vault/sealed/secrets.js';
import type { SecretStorage } from '../vault/sealed/vault-storage.js';
import { type KeyTransport, KeyTransportError } from './port.js';

/** Comparable to 128 bits of symmetric strength (NIST SP 800-57 part 1, table 2): what it carries are AES-128 keys. */
const MODULUS_BITS = 3072;
const HEX = /^(?:[0-9a-f]{2})+$/i;

/**
 * The platform's key pair: made at first use, the private key sealed in the vault for ever after. Open the vault first.
 * @throws VaultError WRONG_MASTER_KEY, VAULT_FAILED
 */
export async function openSealedKeyTransport(storage: SecretStorage, masterKeys: MasterKeys): Promise<KeyTransport> {
  const pkcs8 = await keptSecret(storage, masterKeys, 'key-transport', newPrivateKey);
  try {
    const privateKey = createPrivateKey({ key: Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.length), format: 'der', type: 'pkcs8' });
    const publicKeyPem = createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString();
    const decryptKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['decrypt']);
    return { publicKeyPem: () => publicKeyPem, decrypt: async (cipherHex) => decrypt(decryptKey, cipherHex) };
  } finally {
    pkcs8.fill(0);
  }
}

/** Off the main thread: opening takes over a millisecond of CPU. */
async function decrypt(key: webcrypto.CryptoKey, cipherHex: string): Promise<Uint8Array> {
  if (!HEX.test(cipherHex)) throw new KeyTransportError();
  try {
    return new Uint8Array(await webcrypto.subtle.decrypt({ name: 'RSA-OAEP' }, key, Buffer.from(cipherHex, 'hex')));
  } catch {
    throw new KeyTransportError();
  }
}

/** PKCS #8, DER. */
async function newPrivateKey(): Promise<Uint8Array> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}
