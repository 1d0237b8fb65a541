import { createHash, createPrivateKey, createPublicKey, generateKeyPair, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { SigningKey } from './port.js';

/** Name under which a vault keeps the private key. */
export const SIGNING_SECRET = 'checkpoint-signing';

/** A new private key: PKCS #8, DER. */
export async function newSigningKey(): Promise<Uint8Array> {
  const { privateKey } = await promisify(generateKeyPair)('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}

/** @param pkcs8 DER; read only, the caller zeroes it */
export function signingKeyOf(pkcs8: Uint8Array): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.length), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  return {
    keyId: createHash('sha256').update(der).digest('hex'),
    publicKey: der.toString('base64'),
    publicKeyPem: () => pem,
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}
