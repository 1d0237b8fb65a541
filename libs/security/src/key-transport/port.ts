/** How API clients send meter keys: encrypted for the platform's public key. */
export interface KeyTransport {
  /** RSA, 3072 bits, SubjectPublicKeyInfo as PEM. */
  publicKeyPem(): string;
  /**
   * Opens RSA-OAEP cipher text (RFC 8017 §7.1, SHA-256, MGF1 with SHA-256, empty label), hexadecimal in any case. A fresh buffer, to be zeroed by the caller.
   * @throws KeyTransportError INVALID_CIPHERTEXT
   */
  decrypt(cipherHex: string): Promise<Uint8Array>;
}

/** Says the same whatever is wrong with the cipher text: a difference would help to guess it. */
export class KeyTransportError extends Error {
  readonly code = 'INVALID_CIPHERTEXT';

  constructor(options?: ErrorOptions) {
    super("the key is not cipher text for the platform's public key", options);
    this.name = new.target.name;
  }
}
