import { decodeApdu } from '../apdu/apdu.js';
import type { InitiateRequest } from '../apdu/initiate.js';
import type { Aare } from '../acse/aare.js';
import type { Aarq } from '../acse/aarq.js';
import { APPLICATION_CONTEXT, ASSOCIATION_RESULT, DIAGNOSTIC, MECHANISM } from '../acse/names.js';
import { encodeApdu } from '../apdu/apdu.js';
import { DlmsError } from '../errors.js';
import { isCiphered } from '../security/families.js';
import { TITLE_SIZE } from '../security/gcm.js';
import type { ServerAuthentication } from './options.js';

const MIN_CHALLENGE = 8;
const MAX_CHALLENGE = 64;
/** Smaller limits leave no room for a ciphered block. */
const MIN_CLIENT_PDU = 64;

/** InitiateError values of a ConfirmedServiceError. */
export const INITIATE_ERROR = { versionTooLow: 1, incompatibleConformance: 2, pduSizeTooShort: 3, refused: 4 } as const;

/** A refusing AARE, explained by a diagnostic and perhaps an initiate error. */
export function refusingAare(context: number, diagnostic: number, initiateError?: number): Aare {
  return {
    kind: 'aare',
    context,
    result: ASSOCIATION_RESULT.rejectedPermanent,
    diagnostic: { source: 'user', value: diagnostic },
    ...(initiateError === undefined
      ? {}
      : { userInformation: encodeApdu({ kind: 'confirmed-service-error', service: 1, choice: 6, value: initiateError }) }),
  };
}

/** The diagnostic that refuses the names in an AARQ, before anything is deciphered; undefined when they are right. */
export function refusedNames(aarq: Aarq, authentication: ServerAuthentication): number | undefined {
  if (authentication.kind === 'none') {
    if (aarq.context !== APPLICATION_CONTEXT.ln) return DIAGNOSTIC.contextNotSupported;
    return (aarq.mechanism ?? MECHANISM.none) === MECHANISM.none ? undefined : DIAGNOSTIC.mechanismNotRecognised;
  }
  if (aarq.context !== APPLICATION_CONTEXT.lnCiphered) return DIAGNOSTIC.contextNotSupported;
  if (aarq.mechanism === undefined || aarq.mechanism === MECHANISM.none) return DIAGNOSTIC.mechanismRequired;
  if (aarq.mechanism !== MECHANISM.hlsGmac) return DIAGNOSTIC.mechanismNotRecognised;
  const title = aarq.callingTitle;
  // A client with our own title could have us compute the proof that it owes us.
  if (title === undefined || title.length !== TITLE_SIZE || Buffer.compare(title, authentication.systemTitle) === 0) {
    return DIAGNOSTIC.callingTitleNotRecognized;
  }
  const challenge = aarq.authenticationValue?.length ?? 0;
  if (challenge < MIN_CHALLENGE || challenge > MAX_CHALLENGE) return DIAGNOSTIC.authenticationFailure;
  return aarq.userInformation !== undefined && isCiphered(aarq.userInformation) ? undefined : DIAGNOSTIC.authenticationFailure;
}

/** The InitiateRequest inside plain user information; MALFORMED or UNEXPECTED_APDU when there is none. */
export function initiateRequest(plain: Uint8Array | undefined): InitiateRequest {
  if (plain === undefined) throw new DlmsError('MALFORMED', 'AARQ without user information');
  const { value } = decodeApdu(plain);
  if (value.kind !== 'initiate-request') throw new DlmsError('UNEXPECTED_APDU', `${value.kind} in an AARQ`);
  return value;
}

/** The initiate error that refuses the parameters; undefined when they can be agreed on. */
export function refusedParameters(request: InitiateRequest, negotiated: number): number | undefined {
  if (negotiated === 0) return INITIATE_ERROR.incompatibleConformance;
  const limited = request.maxPduSize !== 0 && request.maxPduSize < MIN_CLIENT_PDU;
  return limited ? INITIATE_ERROR.pduSizeTooShort : undefined;
}
