import type { Apdu } from '../apdu/apdu.js';
import type { ActionResponse } from '../apdu/action.js';
import { ACTION_RESULT } from '../apdu/result-codes.js';
import type { ServerProofs } from './hls-proofs.js';

const ASSOCIATION_LN = 15;
const CURRENT_ASSOCIATION = '0.0.40.0.0.255';
const REPLY_TO_HLS = 1;

/** Pass 3 and 4 of high level security, seen from the server. */
export class HlsExchange {
  constructor(private readonly proofs: ServerProofs) {}

  /** Whether a request is pass 3, the only one that a pending association takes. */
  static isPassThree(request: Apdu): request is Extract<Apdu, { kind: 'action-request' }> {
    if (request.kind !== 'action-request') return false;
    const { classId, obis, method } = request.method;
    return classId === ASSOCIATION_LN && obis === CURRENT_ASSOCIATION && method === REPLY_TO_HLS;
  }

  /** Pass 4 for a proof that holds; a refusal for any other. */
  answer(request: Extract<Apdu, { kind: 'action-request' }>): { readonly proven: boolean; readonly response: ActionResponse } {
    const { invoke, parameter } = request;
    const proven = parameter?.type === 'octet-string' && this.proofs.holds(parameter.value);
    if (!proven) return { proven, response: { kind: 'action-response', invoke, outcome: { result: ACTION_RESULT['read-write-denied'] } } };
    const returned = { ok: true, data: { type: 'octet-string', value: this.proofs.own() } } as const;
    return { proven, response: { kind: 'action-response', invoke, outcome: { result: ACTION_RESULT.success, returned } } };
  }
}
