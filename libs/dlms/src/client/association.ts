import { decodeApdu, type Apdu } from '../apdu/apdu.js';
import { encodeApdu } from '../apdu/apdu.js';
import type { ActionResponse } from '../apdu/action.js';
import { hasConformance, type Conformance } from '../apdu/conformance.js';
import type { InitiateRequest, InitiateResponse } from '../apdu/initiate.js';
import { DEFAULT_INVOKE_ID } from '../apdu/invoke-id.js';
import type { Aare } from '../acse/aare.js';
import type { Aarq } from '../acse/aarq.js';
import { APPLICATION_CONTEXT, ASSOCIATION_RESULT, DIAGNOSTIC, diagnosticName, MECHANISM } from '../acse/names.js';
import { DlmsError, type DlmsErrorDetails } from '../errors.js';
import { CHALLENGE_RULE, isChallenge } from '../security/challenge.js';
import { isCiphered } from '../security/families.js';
import { hlsProofs, type HlsProofs } from './hls-proofs.js';
import { DEFAULT_CONFORMANCE, NO_PDU_LIMIT, SHORT_NAME_CONFORMANCE, type ClientOptions } from './options.js';
import type { SecureChannel } from './secure-channel.js';

/** What an accepted association allows. */
export interface Negotiated {
  readonly conformance: Conformance;
  readonly maxPduSize: number;
}

const ASSOCIATION_OBJECT = { classId: 15, obis: '0.0.40.0.0.255', method: 1 } as const;

/** The four passes of opening an association, as seen by the client. */
export class Association {
  private readonly proposed: Conformance;
  private readonly proofs: HlsProofs | undefined;

  constructor(
    private readonly options: ClientOptions,
    /** For HLS proofs; present whenever `security` is. */
    private readonly channel: SecureChannel | undefined,
    /** The channel again, if APDUs are ciphered. */
    private readonly cipher: SecureChannel | undefined,
  ) {
    this.proposed = options.conformance ?? (options.shortNames === undefined ? DEFAULT_CONFORMANCE : SHORT_NAME_CONFORMANCE);
    this.proofs = hlsProofs(options, channel);
    if (this.proofs !== undefined && options.shortNames !== undefined) throw new DlmsError('UNSUPPORTED', 'HLS with short names');
  }

  get hls(): boolean {
    return this.proofs !== undefined;
  }

  /** Pass 1. */
  request(): Aarq {
    const { authentication, security } = this.options;
    const withTitle = this.cipher !== undefined || authentication.kind === 'hls5';
    return {
      kind: 'aarq',
      context: this.context,
      ...(withTitle && security !== undefined ? { callingTitle: security.systemTitle } : {}),
      ...(authentication.kind === 'lls' ? { mechanism: MECHANISM.lls, authenticationValue: authentication.password } : {}),
      ...(this.proofs === undefined ? {} : { mechanism: this.proofs.mechanism, authenticationValue: this.proofs.challenge }),
      userInformation: this.initiateRequest(),
    };
  }

  /** InitiateRequest, ciphered if the context is; the RLRQ repeats it. */
  initiateRequest(): Buffer {
    const { security, maxReceivePduSize = NO_PDU_LIMIT } = this.options;
    // A dedicated key in clear would be no key.
    const dedicatedKey = this.cipher === undefined ? undefined : security?.dedicatedKey;
    const request: InitiateRequest = {
      kind: 'initiate-request',
      ...(dedicatedKey === undefined ? {} : { dedicatedKey }),
      conformance: this.proposed,
      maxPduSize: maxReceivePduSize,
    };
    return this.cipher === undefined ? encodeApdu(request) : this.cipher.seal(request, 'glo');
  }

  /** Pass 2. Throws ASSOCIATION_REJECTED, AUTHENTICATION_FAILED or a security error. */
  accept(aare: Aare): Negotiated {
    if (aare.result !== ASSOCIATION_RESULT.accepted) throw this.rejection(aare);
    if (aare.context !== this.context) throw new DlmsError('UNEXPECTED_APDU', `the server accepted application context ${aare.context}`);
    if (aare.respondingTitle !== undefined) this.channel?.learnServerTitle(aare.respondingTitle);
    this.checkAuthentication(aare);
    const response = this.initiateResponse(aare);
    const conformance = response.conformance & this.proposed;
    if (conformance === 0) throw new DlmsError('ASSOCIATION_REJECTED', 'nothing in common was negotiated', { result: aare.result });
    return { conformance, maxPduSize: response.maxPduSize };
  }

  /** Pass 3: the proof over the server's challenge. */
  proof(aare: Aare): Apdu {
    if (this.proofs === undefined || aare.authenticationValue === undefined) throw new DlmsError('WRONG_STATE', 'no HLS in progress');
    const value = this.proofs.proof(aare.authenticationValue);
    return { kind: 'action-request', invoke: DEFAULT_INVOKE_ID, method: ASSOCIATION_OBJECT, parameter: { type: 'octet-string', value } };
  }

  /** Pass 4: the server's proof over our challenge. */
  verify(response: Extract<ActionResponse, { kind: 'action-response' }>): void {
    const { result, returned } = response.outcome;
    if (result !== 0) throw new DlmsError('AUTHENTICATION_FAILED', 'the server refused the proof of the client', { actionResult: result });
    if (this.proofs === undefined || returned?.ok !== true || returned.data.type !== 'octet-string')
      throw new DlmsError('AUTHENTICATION_FAILED', 'the server did not prove itself');
    this.proofs.verify(returned.data.value);
  }

  /** How services are wrapped from now on. */
  switchFamily(negotiated: Negotiated): void {
    if (this.cipher === undefined) return;
    const scope = this.options.security?.dedicatedKey === undefined ? 'glo' : 'ded';
    this.cipher.family = hasConformance(negotiated.conformance, 'general-protection') ? `general-${scope}` : scope;
  }

  private get context(): number {
    if (this.options.shortNames !== undefined) return this.cipher === undefined ? APPLICATION_CONTEXT.sn : APPLICATION_CONTEXT.snCiphered;
    return this.cipher === undefined ? APPLICATION_CONTEXT.ln : APPLICATION_CONTEXT.lnCiphered;
  }

  private checkAuthentication(aare: Aare): void {
    const { proofs } = this;
    const { source, value: diagnostic } = aare.diagnostic;
    const pending = source === 'user' && diagnostic === DIAGNOSTIC.authenticationRequired;
    if (proofs === undefined) {
      if (pending) throw new DlmsError('AUTHENTICATION_FAILED', 'the server demands authentication', { diagnostic });
      return;
    }
    if (!pending) throw new DlmsError('AUTHENTICATION_FAILED', 'the server skips HLS authentication', { diagnostic });
    if (aare.mechanism !== undefined && aare.mechanism !== proofs.mechanism)
      throw new DlmsError('AUTHENTICATION_FAILED', `the server answers mechanism ${aare.mechanism}`);
    const challenge = aare.authenticationValue;
    if (challenge === undefined) throw new DlmsError('AUTHENTICATION_FAILED', 'the server sent no challenge');
    if (!isChallenge(challenge)) throw new DlmsError('AUTHENTICATION_FAILED', `${CHALLENGE_RULE}, not ${challenge.length}`);
    // Our own challenge back would make us compute the answer that the server owes us.
    if (Buffer.compare(challenge, proofs.challenge) === 0) throw new DlmsError('AUTHENTICATION_FAILED', 'the server reflects our challenge');
  }

  private initiateResponse(aare: Aare): InitiateResponse {
    const answer = this.userInformation(aare);
    if (answer?.kind === 'initiate-response') return answer;
    if (answer?.kind === 'confirmed-service-error') {
      throw new DlmsError('CONFIRMED_SERVICE_ERROR', 'initiate was refused', {
        service: answer.service,
        serviceError: answer.choice,
        value: answer.value,
      });
    }
    throw new DlmsError('UNEXPECTED_APDU', `AARE with ${answer?.kind ?? 'no user information'}`);
  }

  private userInformation(aare: Aare): Apdu | undefined {
    const bytes = aare.userInformation;
    if (bytes === undefined || bytes.length === 0) return undefined;
    return decodeApdu(this.cipher === undefined ? bytes : this.cipher.open(bytes)).value;
  }

  /** A rejection may lack user information, or carry it in clear: nothing depends on it but the explanation. */
  private rejection(aare: Aare): DlmsError {
    const { source, value: diagnostic } = aare.diagnostic;
    let details: DlmsErrorDetails = { result: aare.result, diagnostic, diagnosticSource: source, reason: diagnosticName(source, diagnostic) };
    if (aare.userInformation !== undefined && !isCiphered(aare.userInformation)) {
      const answer = tryDecode(aare.userInformation);
      if (answer?.kind === 'confirmed-service-error')
        details = { ...details, service: answer.service, serviceError: answer.choice, value: answer.value };
    }
    return new DlmsError(
      'ASSOCIATION_REJECTED',
      `association rejected: result ${aare.result}, diagnostic ${diagnostic} (${details.reason})`,
      details,
    );
  }
}

function tryDecode(bytes: Uint8Array): Apdu | undefined {
  try {
    return decodeApdu(bytes).value;
  } catch {
    return undefined;
  }
}
