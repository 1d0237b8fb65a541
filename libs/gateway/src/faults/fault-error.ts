import type { FaultCode, FaultComponent } from '#contract';

export interface FaultErrorDetails {
  readonly component?: FaultComponent;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** An error that already knows its code of the contract. */
export abstract class FaultError extends Error {
  readonly component: FaultComponent;
  readonly parameters: Readonly<Record<string, string>>;

  constructor(
    readonly code: FaultCode,
    message: string,
    details: FaultErrorDetails = {},
  ) {
    super(message);
    this.component = details.component ?? 'PROTOCOL_DLMS';
    this.parameters = details.parameters ?? {};
  }
}

/** The device cannot be talked to as it is registered: address, protocol, security, keys. */
export class SessionSetupError extends FaultError {
  override readonly name = 'SessionSetupError';
}

/** One operation failed; the association is none the worse for it. */
export class OperationError extends FaultError {
  override readonly name = 'OperationError';
}
