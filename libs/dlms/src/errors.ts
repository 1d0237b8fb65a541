import type { RejectionReason } from './acse/names.js';

/** Why the protocol layer gave up. The code is stable, the message is for people and never holds key material. */
export type DlmsErrorCode =
  | 'MALFORMED'
  | 'LIMIT'
  | 'INVALID_VALUE'
  | 'UNSUPPORTED'
  | 'WRAPPER_HEADER_INVALID'
  | 'ASSOCIATION_REJECTED'
  | 'AUTHENTICATION_FAILED'
  | 'SECURITY_TOO_LOW'
  | 'UNABLE_TO_DECIPHER'
  | 'REPLAY'
  | 'COUNTER_EXHAUSTED'
  | 'KEY_UNWRAP_FAILED'
  | 'EXCEPTION_RESPONSE'
  | 'CONFIRMED_SERVICE_ERROR'
  | 'UNEXPECTED_APDU'
  | 'BLOCK_NUMBER'
  | 'PDU_TOO_LONG'
  | 'WRONG_STATE'
  /** No answer within the time given, retransmissions included. */
  | 'TIMEOUT'
  /** The HDLC link was refused (DM to SNRM) or given up by the peer (DM or FRMR later). */
  | 'LINK_REFUSED'
  | 'LINK_LOST';

/** What the peer said, where the code alone does not tell. */
export interface DlmsErrorDetails {
  /** AARE association-result: 1 rejected-permanent, 2 rejected-transient. */
  readonly result?: number;
  /** AARE result-source-diagnostic and who gave it. */
  readonly diagnostic?: number;
  readonly diagnosticSource?: 'user' | 'provider';
  /** The diagnostic's name. */
  readonly reason?: RejectionReason;
  /** Exception response: 1 service-not-allowed, 2 service-unknown. */
  readonly stateError?: number;
  /** Exception response 1..6, or the choice of a ConfirmedServiceError. */
  readonly serviceError?: number;
  /** Exception response 6: the invocation counter that the server expects. */
  readonly expectedCounter?: number;
  /** ConfirmedServiceError: service (1 initiate, 5 read, 6 write) and value. */
  readonly service?: number;
  readonly value?: number;
  /** HLS pass 4: the action-result that refused pass 3. */
  readonly actionResult?: number;
}

export class DlmsError extends Error {
  override readonly name = 'DlmsError';

  constructor(
    readonly code: DlmsErrorCode,
    message: string,
    readonly details: DlmsErrorDetails = {},
  ) {
    super(message);
  }
}
