import type { Apdu } from '../apdu/apdu.js';
import type { ActionResponse } from '../apdu/action.js';
import { ACTION_RESULT } from '../apdu/result-codes.js';
import { DlmsError } from '../errors.js';
import { hlsProof, verifyHlsProof } from '../security/hls-gmac.js';
import type { ServerChannel } from './server-channel.js';

const ASSOCIATION_LN = 15;
const CURRENT_ASSOCIATION = '0.0.40.0.0.255';
const REPLY_TO_HLS = 1;

/** Pass 3 and 4 of HLS mechanism 5, seen from the server. */
export class HlsExchange {
  constructor(
    private readonly channel: ServerChannel,
    private readonly systemTitle: Uint8Array,
    private readonly clientChallenge: Uint8Array,
    private readonly serverChallenge: Uint8Array,
  ) {}

  /** Whether a request is pass 3, the only one that a pending association takes. */
  static isPassThree(request: Apdu): request is Extract<Apdu, { kind: 'action-request' }> {
    if (request.kind !== 'action-request') return false;
    const { classId, obis, method } = request.method;
    return classId === ASSOCIATION_LN && obis === CURRENT_ASSOCIATION && method === REPLY_TO_HLS;
  }

  /** Pass 4 for a proof that holds; a refusal for any other. */
  answer(request: Extract<Apdu, { kind: 'action-request' }>): { readonly proven: boolean; readonly response: ActionResponse } {
    const { invoke, parameter } = request;
    const proven = parameter?.type === 'octet-string' && this.holds(parameter.value);
    if (!proven) return { proven, response: { kind: 'action-response', invoke, outcome: { result: ACTION_RESULT['read-write-denied'] } } };
    const { encryptionKey, authenticationKey } = this.channel.keys;
    const proof = { encryptionKey, authenticationKey, title: this.systemTitle, challenge: this.clientChallenge };
    const value = hlsProof(proof, this.channel.keys.nextInvocationCounter());
    const returned = { ok: true, data: { type: 'octet-string', value } } as const;
    return { proven, response: { kind: 'action-response', invoke, outcome: { result: ACTION_RESULT.success, returned } } };
  }

  /**
   * Some clients use one counter for the proof and for the APDU that carries it, so the proof's counter only has to be newer
   * than what had been accepted before this association.
   */
  private holds(received: Uint8Array): boolean {
    const { encryptionKey, authenticationKey } = this.channel.keys;
    const proof = { encryptionKey, authenticationKey, title: this.channel.clientTitle, challenge: this.serverChallenge };
    try {
      return verifyHlsProof(proof, received) > this.channel.lastBefore;
    } catch (error) {
      if (error instanceof DlmsError) return false;
      throw error;
    }
  }
}
