import { describe, expect, it } from '@jest/globals';
import { isRetryable } from '#contract';
import { DlmsError } from '#dlms';
import { VaultError } from '#security/vault/port.js';
import { TransportError, transportErrorOf } from '../transport/transport-error.js';
import { OperationError, SessionSetupError } from './fault-error.js';
import { faultOf } from './fault-of-error.js';

const node = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });
const rejected = (result: number, diagnostic: number, diagnosticSource: 'user' | 'provider' = 'user'): DlmsError =>
  new DlmsError('ASSOCIATION_REJECTED', 'rejected', { result, diagnostic, diagnosticSource });
const exception = (stateError: number, serviceError: number): DlmsError =>
  new DlmsError('EXCEPTION_RESPONSE', 'exception', { stateError, serviceError });

describe('faultOf', () => {
  it.each<[string, Error, number, string]>([
    ['a refused port', transportErrorOf(node('ECONNREFUSED'), 'm'), 225, 'CONNECTION_REFUSED'],
    ['a reset', transportErrorOf(node('ECONNRESET'), 'm'), 226, 'CONNECTION_RESET'],
    ['writing to a reset connection', transportErrorOf(node('EPIPE'), 'm'), 226, 'CONNECTION_RESET'],
    ['a connect that times out in the kernel', transportErrorOf(node('ETIMEDOUT'), 'm'), 227, 'CONNECTION_TIMED_OUT'],
    ['an unreachable host', transportErrorOf(node('EHOSTUNREACH'), 'm'), 227, 'CONNECTION_TIMED_OUT'],
    ['our connect timeout', new TransportError('CONNECT_TIMEOUT', 'm'), 227, 'CONNECTION_TIMED_OUT'],
    ['an unknown host', transportErrorOf(node('ENOTFOUND'), 'm'), 228, 'CONNECTION_ESTABLISH_ERROR'],
    ['a closed socket', new TransportError('CLOSED_BY_REMOTE', 'm'), 229, 'SOCKET_CLOSED_BY_REMOTE'],
    ['no response', new TransportError('RESPONSE_TIMEOUT', 'm'), 233, 'RESPONSE_TIMEOUT'],
    ['authentication failure', rejected(1, 13), 223, 'AUTHENTICATION_ERROR'],
    ['a false proof of the meter', new DlmsError('AUTHENTICATION_FAILED', 'proof'), 223, 'AUTHENTICATION_ERROR'],
    ['authentication required', rejected(1, 14), 224, 'AUTHENTICATION_REQUIRED'],
    ['mechanism required', rejected(1, 12), 224, 'AUTHENTICATION_REQUIRED'],
    ['HLS demanded of a client without', new DlmsError('AUTHENTICATION_FAILED', 'demanded', { diagnostic: 14 }), 224, 'AUTHENTICATION_REQUIRED'],
    ['another context', rejected(1, 2), 211, 'CONNECTION_ERROR'],
    ['a rejecting provider', rejected(2, 13, 'provider'), 211, 'CONNECTION_ERROR'],
    ['an unknown association result', rejected(7, 0), 234, 'UNKNOWN_ASSOCIATION_RESULT'],
    ['an undecipherable message, says the meter', exception(2, 5), 230, 'UNABLE_TO_DECYPHER'],
    ['an invocation counter error', exception(1, 6), 230, 'UNABLE_TO_DECYPHER'],
    ['another exception', exception(1, 1), 211, 'CONNECTION_ERROR'],
    ['an undecipherable message', new DlmsError('UNABLE_TO_DECIPHER', 'tag'), 230, 'UNABLE_TO_DECYPHER'],
    ['a wrong wrapper', new DlmsError('WRAPPER_HEADER_INVALID', 'version 2'), 231, 'WRAPPER_HEADER_INVALID'],
    ['a malformed answer', new DlmsError('MALFORMED', 'short'), 232, 'ILLEGAL_RESPONSE'],
    ['a wrong block', new DlmsError('BLOCK_NUMBER', '3'), 232, 'ILLEGAL_RESPONSE'],
  ])('maps %s', (_, error, code, type) => {
    const found = faultOf(error, 'DEVICE');
    expect(found).toMatchObject({ code, type, component: 'PROTOCOL_DLMS', innerException: error.name, innerMessage: error.message });
    expect(found.parameters).toEqual({ deviceIdentification: 'DEVICE' });
    expect(isRetryable(found)).toBe(true);
  });

  it.each([
    ['KEY_NOT_PRESENT', 806],
    ['WRONG_MASTER_KEY', 804],
    ['VAULT_FAILED', 805],
    ['COUNTER_EXHAUSTED', 803],
  ] as const)('maps the vault error %s', (vaultCode, code) => {
    expect(faultOf(new VaultError(vaultCode, 'vault'), 'DEVICE')).toMatchObject({ code, component: 'SECRET_MANAGEMENT' });
  });

  it('keeps the code and parameters of our own errors', () => {
    const error = new OperationError(412, 'GetX: refused', { parameters: { dataAccessResult: '3' } });
    expect(faultOf(error, 'DEVICE')).toEqual({
      code: 412,
      type: 'ERROR_RETRIEVING_ATTRIBUTE_VALUE',
      message: 'GetX: refused',
      component: 'PROTOCOL_DLMS',
      innerException: 'OperationError',
      innerMessage: 'GetX: refused',
      parameters: { deviceIdentification: 'DEVICE', dataAccessResult: '3' },
    });
    expect(faultOf(new SessionSetupError(212, 'no address'), 'DEVICE')).toMatchObject({ code: 212, innerException: 'SessionSetupError' });
  });

  it('calls a stopped session abandoned, and anything else a technical error', () => {
    expect(faultOf(new TransportError('ABORTED', 'm'), 'DEVICE')).toMatchObject({ code: 0, type: 'ATTEMPT_ABANDONED' });
    expect(faultOf(new TypeError('bug'), 'DEVICE')).toMatchObject({ code: 0, type: 'TECHNICAL_ERROR', innerException: 'TypeError' });
  });
});
