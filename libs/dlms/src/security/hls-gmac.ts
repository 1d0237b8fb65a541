import { timingSafeEqual } from 'node:crypto';
import { asBuffer } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';
import { associatedData, CONTROL, nonce, seal, TAG_SIZE, type CipherKey } from './gcm.js';

/** What both sides of HLS mechanism 5 compute over the other side's challenge. */
export interface HlsProof {
  readonly encryptionKey: CipherKey;
  readonly authenticationKey: Uint8Array;
  /** System title of the side that proves itself. */
  readonly title: Uint8Array;
  /** Challenge of the other side, 8..64 octets. */
  readonly challenge: Uint8Array;
}

const PROOF_SIZE = 1 + 4 + TAG_SIZE;

/** f(challenge) = SC || IC || GMAC over SC || AK || challenge: 17 octets. */
export function hlsProof(proof: HlsProof, counter: number): Buffer {
  const out = Buffer.allocUnsafe(PROOF_SIZE);
  out[0] = CONTROL.authenticated;
  const at = out.writeUInt32BE(counter, 1);
  const aad = associatedData(CONTROL.authenticated, proof.authenticationKey, proof.challenge);
  seal(proof.encryptionKey, nonce(proof.title, counter), aad, new Uint8Array(0), out, at);
  return out;
}

/** The counter inside a proof that holds; AUTHENTICATION_FAILED for any other. Compares in constant time. */
export function verifyHlsProof(proof: HlsProof, received: Uint8Array): number {
  const found = asBuffer(received);
  if (found.length !== PROOF_SIZE || found[0] !== CONTROL.authenticated)
    throw new DlmsError('AUTHENTICATION_FAILED', 'the HLS answer is not 17 octets of GMAC');
  const counter = found.readUInt32BE(1);
  if (!timingSafeEqual(hlsProof(proof, counter), found)) throw new DlmsError('AUTHENTICATION_FAILED', 'the HLS answer does not match the challenge');
  return counter;
}
