import type { ExceptionResponse } from '../apdu/errors.js';
import { SERVICE_ERROR_COUNTER } from '../apdu/errors.js';
import { DlmsError } from '../errors.js';

const SERVICE_NOT_ALLOWED = 1;
const SERVICE_UNKNOWN = 2;

/** D8 01 01: not now, for instance without an association. */
export const notAllowed: ExceptionResponse = { kind: 'exception-response', stateError: SERVICE_NOT_ALLOWED, serviceError: 1 };

/** D8 01 02: not by this server, or not in this association. */
export const notSupported: ExceptionResponse = { kind: 'exception-response', stateError: SERVICE_NOT_ALLOWED, serviceError: 2 };

/** D8 01 04: the answer does not fit what the client takes. */
export const tooLong: ExceptionResponse = { kind: 'exception-response', stateError: SERVICE_NOT_ALLOWED, serviceError: 4 };

/** D8 02 05: the APDU does not decipher. */
export const undecipherable: ExceptionResponse = { kind: 'exception-response', stateError: SERVICE_UNKNOWN, serviceError: 5 };

/** D8 01 06 and the counter that the server expects. */
function staleCounter(expectedCounter: number): ExceptionResponse {
  return { kind: 'exception-response', stateError: SERVICE_NOT_ALLOWED, serviceError: SERVICE_ERROR_COUNTER, expectedCounter };
}

/** The exception response that tells a client why its ciphered APDU was not taken. */
export function securityRefusal(error: DlmsError): ExceptionResponse {
  if (error.code === 'REPLAY') return staleCounter(error.details.expectedCounter ?? 0);
  return undecipherable;
}

/** The exception response for a plain APDU that could not be read. */
export function codecRefusal(error: DlmsError): ExceptionResponse {
  return error.code === 'UNSUPPORTED' ? notSupported : notAllowed;
}
