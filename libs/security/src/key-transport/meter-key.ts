import type { KeyTransport } from './port.js';

/** AES-128, the only length of security suite 0. */
const KEY_BYTES = 16;
/** Cipher text is as long as the RSA modulus, whatever it carries. */
const CIPHER_BYTES = 384;
const HEX = /^(?:[0-9a-f]{2})*$/i;

export type PlainKeys = 'accept' | 'reject';

/** What a request carries in a field of a meter key. */
export type EncodedMeterKey = { readonly kind: 'plain'; readonly key: Uint8Array } | { readonly kind: 'cipher'; readonly cipherHex: string };

export type MeterKeyErrorCode = 'NOT_HEX' | 'WRONG_LENGTH' | 'PLAIN_KEY_REFUSED';

/** The field does not hold a meter key. Never says what it holds. */
export class MeterKeyError extends Error {
  constructor(
    readonly code: MeterKeyErrorCode,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/**
 * Tells plain key bytes from cipher text by the length; says nothing yet about whether the cipher text can be opened.
 * @throws MeterKeyError
 */
export function decodeMeterKey(text: string, { plainKeys }: { readonly plainKeys: PlainKeys }): EncodedMeterKey {
  if (!HEX.test(text)) throw new MeterKeyError('NOT_HEX', 'must be an even number of hexadecimal digits');
  if (text.length === 2 * CIPHER_BYTES) return { kind: 'cipher', cipherHex: text.toLowerCase() };
  if (text.length !== 2 * KEY_BYTES) {
    const plain = plainKeys === 'accept' ? ` or ${2 * KEY_BYTES} of a plain key` : '';
    throw new MeterKeyError('WRONG_LENGTH', `must be ${2 * CIPHER_BYTES} hexadecimal digits of cipher text${plain}, has ${text.length}`);
  }
  if (plainKeys === 'reject')
    throw new MeterKeyError('PLAIN_KEY_REFUSED', "must be encrypted for the platform's public key: plain keys are not accepted");
  return { kind: 'plain', key: Uint8Array.from(Buffer.from(text, 'hex')) };
}

/**
 * The 16 key bytes, however they came. A fresh buffer, to be zeroed by the caller.
 * @throws MeterKeyError WRONG_LENGTH when the cipher text holds something else; KeyTransportError INVALID_CIPHERTEXT
 */
export async function openMeterKey(encoded: EncodedMeterKey, transport: KeyTransport): Promise<Uint8Array> {
  if (encoded.kind === 'plain') return encoded.key.slice();
  const key = await transport.decrypt(encoded.cipherHex);
  if (key.length === KEY_BYTES) return key;
  key.fill(0);
  throw new MeterKeyError('WRONG_LENGTH', `must hold a key of ${KEY_BYTES} bytes`);
}
