import { fault, ownFault, type Fault, type FaultCode, type FaultComponent } from '#contract';
import { DlmsError } from '#dlms';
import { VaultError, type VaultErrorCode } from '#security/vault/port.js';
import { TransportError, type TransportErrorKind } from '../transport/transport-error.js';
import { codeOfDlmsError } from './dlms-faults.js';
import { FaultError } from './fault-error.js';
import { faultMessage } from './fault-messages.js';

const transportCodes: Readonly<Record<Exclude<TransportErrorKind, 'ABORTED'>, FaultCode>> = {
  REFUSED: 225,
  RESET: 226,
  CONNECT_TIMEOUT: 227,
  NOT_ESTABLISHED: 228,
  CLOSED_BY_REMOTE: 229,
  RESPONSE_TIMEOUT: 233,
};

const vaultCodes: Readonly<Record<VaultErrorCode, FaultCode>> = {
  KEY_NOT_PRESENT: 806,
  WRONG_MASTER_KEY: 804,
  VAULT_FAILED: 805,
  COUNTER_EXHAUSTED: 803,
};

/** Any error of a session in the contract's terms. What nobody foresaw is a technical error, and retryable. */
export function faultOf(error: unknown, deviceIdentification: string): Fault {
  const details = { ...innerOf(error), parameters: { deviceIdentification } };
  if (error instanceof FaultError) {
    return fault(error.code, error.message, error.component, { ...details, parameters: { ...details.parameters, ...error.parameters } });
  }
  if (error instanceof TransportError && error.kind === 'ABORTED') {
    return ownFault('ATTEMPT_ABANDONED', 'the session was stopped before it was over', 'PROTOCOL_DLMS', details);
  }
  const code = codeOf(error);
  if (code !== undefined) return fault(code, faultMessage(code), componentOf(error), details);
  return ownFault('TECHNICAL_ERROR', 'unexpected error while talking to the meter', 'PROTOCOL_DLMS', details);
}

function codeOf(error: unknown): FaultCode | undefined {
  if (error instanceof TransportError) return error.kind === 'ABORTED' ? undefined : transportCodes[error.kind];
  if (error instanceof DlmsError) return codeOfDlmsError(error);
  return error instanceof VaultError ? vaultCodes[error.code] : undefined;
}

function componentOf(error: unknown): FaultComponent {
  return error instanceof VaultError ? 'SECRET_MANAGEMENT' : 'PROTOCOL_DLMS';
}

function innerOf(error: unknown): { readonly innerException: string; readonly innerMessage: string } {
  if (!(error instanceof Error)) return { innerException: 'Error', innerMessage: String(error) };
  return { innerException: error.name, innerMessage: error.message };
}
