/** The key that the platform's checkpoints are signed with: Ed25519 (RFC 8032). The private key never leaves it. */
export interface SigningKey {
  /** SHA-256 of the public key's DER, hex. */
  readonly keyId: string;
  /** SubjectPublicKeyInfo, DER, base64. */
  readonly publicKey: string;
  /** The same as PEM. */
  publicKeyPem(): string;
  /** 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array;
}
