import type { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { APDU_TAG } from './tags.js';

/** D8: the service itself was refused. Always sent in clear, also inside a ciphered association. */
export interface ExceptionResponse {
  readonly kind: 'exception-response';
  /** 1 service-not-allowed, 2 service-unknown. */
  readonly stateError: number;
  /** 1 operation-not-possible, 2 service-not-supported, 3 other-reason, 4 pdu-too-long, 5 deciphering-error, 6 invocation-counter-error. */
  readonly serviceError: number;
  /** With service error 6: the counter that the server expects. */
  readonly expectedCounter?: number;
}

export const SERVICE_ERROR_COUNTER = 6;

/** 0E: service 1 initiate, 5 read, 6 write; choice 0 application-reference .. 6 initiate .. 9 task. */
export interface ConfirmedServiceError {
  readonly kind: 'confirmed-service-error';
  readonly service: number;
  readonly choice: number;
  readonly value: number;
}

export function encodeExceptionResponse(exception: ExceptionResponse): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.exceptionResponse).u8(exception.stateError).u8(exception.serviceError);
  if (exception.expectedCounter !== undefined) out.u32(exception.expectedCounter);
  return out.finish();
}

/** Takes the 3-octet and the 7-octet form. */
export function readExceptionResponse(input: ByteReader): ExceptionResponse {
  const stateError = input.u8();
  const serviceError = input.u8();
  if (serviceError !== SERVICE_ERROR_COUNTER || input.remaining < 4) return { kind: 'exception-response', stateError, serviceError };
  return { kind: 'exception-response', stateError, serviceError, expectedCounter: input.u32() };
}

export function encodeConfirmedServiceError(error: ConfirmedServiceError): Buffer {
  return new ByteWriter().u8(APDU_TAG.confirmedServiceError).u8(error.service).u8(error.choice).u8(error.value).finish();
}

export function readConfirmedServiceError(input: ByteReader): ConfirmedServiceError {
  return { kind: 'confirmed-service-error', service: input.u8(), choice: input.u8(), value: input.u8() };
}
