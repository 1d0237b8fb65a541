import { DlmsError } from '../errors.js';
import { hlsDigest, verifyHlsDigest } from '../security/hls-digest.js';
import { hlsProof, verifyHlsProof } from '../security/hls-gmac.js';
import type { Hls } from './authentication.js';
import type { ServerChannel } from './server-channel.js';

/** What a mechanism of high level security computes over challenges, seen from the server. */
export interface ServerProofs {
  /** Whether the client's answer to `serverChallenge` is right. */
  holds(received: Uint8Array): boolean;
  /** The server's answer to the client's challenge. */
  own(): Buffer;
}

export function serverProofs(
  authentication: Hls,
  channel: ServerChannel | undefined,
  challenges: { readonly client: Uint8Array; readonly server: Uint8Array },
): ServerProofs {
  if (authentication.kind !== 'hls5') {
    const { kind, secret } = authentication;
    return {
      holds: (received) => succeeds(() => verifyHlsDigest(kind, challenges.server, secret, received)),
      own: () => hlsDigest(kind, challenges.client, secret),
    };
  }
  if (channel === undefined) throw new DlmsError('WRONG_STATE', 'HLS 5 without keys');
  const proof = (title: Uint8Array, challenge: Uint8Array) => {
    const { encryptionKey, authenticationKey } = channel.keys;
    return { encryptionKey, authenticationKey, title, challenge };
  };
  return {
    /**
     * Some clients use one counter for the proof and for the APDU that carries it, so the proof's counter only has to be newer
     * than what had been accepted before this association.
     */
    holds: (received) =>
      succeeds(() => {
        const counter = verifyHlsProof(proof(channel.clientTitle, challenges.server), received);
        if (counter <= channel.lastBefore) throw new DlmsError('REPLAY', 'the counter of the proof is not newer');
      }),
    own: () => hlsProof(proof(authentication.systemTitle, challenges.client), channel.keys.nextInvocationCounter()),
  };
}

function succeeds(verify: () => void): boolean {
  try {
    verify();
    return true;
  } catch (error) {
    if (error instanceof DlmsError) return false;
    throw error;
  }
}
