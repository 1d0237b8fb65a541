import { decodeApdu } from '../apdu/apdu.js';
import type { InitiateRequest } from '../apdu/initiate.js';
import type { Aare } from '../acse/aare.js';
import type { Aarq } from '../acse/aarq.js';
import { APPLICATION_CONTEXT, ASSOCIATION_RESULT, DIAGNOSTIC, MECHANISM } from '../acse/names.js';
import { encodeApdu } from '../apdu/apdu.js';
import { DlmsError } from '../errors.js';
import { isCiphered } from '../security/families.js';
import { isChallenge } from '../security/challenge.js';
import { TITLE_SIZE } from '../security/gcm.js';
import { sameSecret } from '../security/hls-digest.js';
import { ciphering, isHls, keysOf, mechanismOf } from './authentication.js';
import type { ServerAuthentication, ServerOptions } from './options.js';

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

/** The diagnostic that refuses the names and secrets in an AARQ, before anything is deciphered; undefined when they are right. */
export function refusedNames(aarq: Aarq, { authentication, shortNames }: ServerOptions): number | undefined {
  const ciphered = ciphering(authentication) !== undefined;
  const byShortNames = usesShortNames(aarq);
  const { ln, sn, lnCiphered, snCiphered } = APPLICATION_CONTEXT;
  const expected = byShortNames ? [sn, snCiphered] : [ln, lnCiphered];
  if (aarq.context !== expected[ciphered ? 1 : 0]) return DIAGNOSTIC.contextNotSupported;
  if (byShortNames && (shortNames === undefined || isHls(authentication))) return DIAGNOSTIC.contextNotSupported;
  const mechanism = aarq.mechanism ?? MECHANISM.none;
  if (mechanism === MECHANISM.none && authentication.kind !== 'none') return DIAGNOSTIC.mechanismRequired;
  if (mechanism !== mechanismOf(authentication)) return DIAGNOSTIC.mechanismNotRecognised;
  if (!titleFits(aarq, authentication)) return DIAGNOSTIC.callingTitleNotRecognized;
  const value = aarq.authenticationValue ?? new Uint8Array(0);
  if (authentication.kind === 'lls' && !sameSecret(value, authentication.password)) return DIAGNOSTIC.authenticationFailure;
  if (isHls(authentication) && !isChallenge(value)) return DIAGNOSTIC.authenticationFailure;
  const protects = aarq.userInformation !== undefined && isCiphered(aarq.userInformation);
  return protects === ciphered ? undefined : DIAGNOSTIC.authenticationFailure;
}

/** Whether the client will refer by short names. */
export function usesShortNames({ context }: Aarq): boolean {
  return context === APPLICATION_CONTEXT.sn || context === APPLICATION_CONTEXT.snCiphered;
}

/** A client with our own title could have us compute the proof that it owes us. */
function titleFits({ callingTitle }: Aarq, authentication: ServerAuthentication): boolean {
  const security = keysOf(authentication);
  if (security === undefined) return true;
  return callingTitle?.length === TITLE_SIZE && Buffer.compare(callingTitle, security.systemTitle) !== 0;
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
