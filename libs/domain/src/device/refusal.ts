export type RefusalCode =
  | 'UNKNOWN_DEVICE'
  | 'EXISTING_DEVICE'
  | 'IDEMPOTENCY_CONFLICT'
  | 'UNKNOWN_COMMAND'
  | 'NOT_CANCELLABLE'
  | 'NOT_HOLDABLE'
  | 'NOT_RELEASABLE'
  | 'NOT_REPRIORITISABLE'
  | 'HELD'
  | 'NOT_DUE'
  | 'NOT_WAITING'
  | 'LEASE_LOST'
  | 'STILL_OPEN';

/** A decider's no: nothing was recorded. */
export class CommandRefusedError extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
    this.name = 'CommandRefusedError';
  }
}
