import { MECHANISM } from '../acse/names.js';
import { DlmsError } from '../errors.js';
import { CHALLENGE_RULE, isChallenge } from '../security/challenge.js';
import { hlsDigest, verifyHlsDigest } from '../security/hls-digest.js';
import { hlsProof, verifyHlsProof } from '../security/hls-gmac.js';
import type { ClientOptions } from './options.js';
import type { SecureChannel } from './secure-channel.js';

/** What a mechanism of high level security computes over challenges. */
export interface HlsProofs {
  readonly mechanism: number;
  readonly challenge: Uint8Array;
  /** Pass 3: over the server's challenge. */
  proof(serverChallenge: Uint8Array): Buffer;
  /** Pass 4: over ours. AUTHENTICATION_FAILED when it does not hold. */
  verify(received: Uint8Array): void;
}

/** Undefined for an association without HLS. */
export function hlsProofs({ authentication, security }: ClientOptions, channel: SecureChannel | undefined): HlsProofs | undefined {
  if (authentication.kind === 'none' || authentication.kind === 'lls') return undefined;
  const { challenge } = authentication;
  if (!isChallenge(challenge)) throw new DlmsError('INVALID_VALUE', `${CHALLENGE_RULE}, not ${challenge.length}`);
  if (authentication.kind !== 'hls5') {
    const { kind, secret } = authentication;
    return {
      mechanism: kind === 'hls3' ? MECHANISM.hlsMd5 : MECHANISM.hlsSha1,
      challenge,
      proof: (serverChallenge) => hlsDigest(kind, serverChallenge, secret),
      verify: (received) => verifyHlsDigest(kind, challenge, secret, received),
    };
  }
  if (security === undefined || channel === undefined) throw new DlmsError('INVALID_VALUE', 'HLS 5 needs keys and a system title');
  const { authenticationKey, systemTitle } = security;
  const { encryptionKey } = channel;
  return {
    mechanism: MECHANISM.hlsGmac,
    challenge,
    // It takes a counter of its own, before the one of the APDU that carries it.
    proof: (serverChallenge) => hlsProof({ encryptionKey, authenticationKey, title: systemTitle, challenge: serverChallenge }, channel.nextCounter()),
    verify: (received) => void verifyHlsProof({ encryptionKey, authenticationKey, title: channel.serverTitle, challenge }, received),
  };
}
