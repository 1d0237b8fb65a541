import type { FaultCode } from '#contract';
import type { DlmsError, DlmsErrorCode } from '#dlms';

/** What the peer's AARE or exception says in the contract's terms (Green Book: association-result, acse-service-user diagnostic, service-error). */
const AUTHENTICATION_FAILURE = 13;
const MECHANISM_REQUIRED = 12;
const AUTHENTICATION_REQUIRED = 14;
const KNOWN_ASSOCIATION_RESULTS: ReadonlySet<number> = new Set([1, 2]);
const DECIPHERING_ERROR = 5;
const COUNTER_ERROR = 6;

const codes: Readonly<Partial<Record<DlmsErrorCode, FaultCode>>> = {
  MALFORMED: 232,
  UNSUPPORTED: 232,
  LIMIT: 232,
  UNEXPECTED_APDU: 232,
  BLOCK_NUMBER: 232,
  PDU_TOO_LONG: 232,
  REPLAY: 232,
  SECURITY_TOO_LOW: 232,
  WRAPPER_HEADER_INVALID: 231,
  UNABLE_TO_DECIPHER: 230,
  COUNTER_EXHAUSTED: 803,
  CONFIRMED_SERVICE_ERROR: 211,
};

/** Code of the contract for an error of the protocol; undefined for misuse of the protocol layer by us. */
export function codeOfDlmsError(error: DlmsError): FaultCode | undefined {
  if (error.code === 'ASSOCIATION_REJECTED') return codeOfRejection(error);
  if (error.code === 'AUTHENTICATION_FAILED') return error.details.diagnostic === AUTHENTICATION_REQUIRED ? 224 : 223;
  if (error.code === 'EXCEPTION_RESPONSE') return isUndecipherable(error) || isCounterError(error) ? 230 : 211;
  return codes[error.code];
}

/** The meter said that our invocation counter is too low (exception D8 01 06). */
export function isCounterError(error: DlmsError): boolean {
  return error.code === 'EXCEPTION_RESPONSE' && error.details.serviceError === COUNTER_ERROR;
}

/** Rejected-permanent: some meters say so, too, when the counter is what they dislike. */
export function isPermanentRejection(error: DlmsError): boolean {
  return error.code === 'ASSOCIATION_REJECTED' && error.details.result === 1;
}

function isUndecipherable(error: DlmsError): boolean {
  return error.details.serviceError === DECIPHERING_ERROR;
}

function codeOfRejection({ details }: DlmsError): FaultCode {
  if (details.result === undefined || !KNOWN_ASSOCIATION_RESULTS.has(details.result)) return 234;
  if (details.diagnosticSource === 'provider' || details.diagnostic === undefined) return 211;
  if (details.diagnostic === AUTHENTICATION_FAILURE) return 223;
  return details.diagnostic === MECHANISM_REQUIRED || details.diagnostic === AUTHENTICATION_REQUIRED ? 224 : 211;
}
