import type { Apdu } from '../apdu/apdu.js';
import { DlmsError } from '../errors.js';

/** Throws what the server refuses: EXCEPTION_RESPONSE or CONFIRMED_SERVICE_ERROR with its reasons. */
export function refuse(answer: Apdu): void {
  if (answer.kind === 'exception-response') {
    const { stateError, serviceError, expectedCounter } = answer;
    const details = { stateError, serviceError, ...(expectedCounter === undefined ? {} : { expectedCounter }) };
    throw new DlmsError('EXCEPTION_RESPONSE', `exception response: state error ${stateError}, service error ${serviceError}`, details);
  }
  if (answer.kind === 'confirmed-service-error') {
    const { service, choice, value } = answer;
    throw new DlmsError('CONFIRMED_SERVICE_ERROR', `service ${service} refused: error ${choice}, value ${value}`, {
      service,
      serviceError: choice,
      value,
    });
  }
}
