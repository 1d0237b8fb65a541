export type RefusalCode =
  | 'UNKNOWN_DEVICE'
  | 'UNAUTHORIZED'
  | 'EXISTING_DEVICE'
  | 'IDEMPOTENCY_CONFLICT'
  | 'UNKNOWN_COMMAND'
  | 'NOT_CANCELLABLE'
  | 'NOT_HOLDABLE'
  | 'NOT_RELEASABLE'
  | 'NOT_REPRIORITISABLE'
  | 'HELD'
  | 'UNDECIDED'
  | 'NOT_UNDECIDED'
  | 'NOT_DUE'
  | 'CIRCUIT_OPEN'
  | 'CELL_CHANGED'
  | 'NOT_WAITING'
  | 'DEVICE_BUSY'
  | 'LEASE_LOST'
  | 'STILL_OPEN';

export interface RefusalDetails {
  /** With NOT_DUE and CIRCUIT_OPEN: when it is worth asking again, epoch ms. */
  readonly until?: number;
  /** With CELL_CHANGED: the cell that the device is in now. */
  readonly cell?: string;
}

/** A decider's no: nothing was recorded. */
export class CommandRefusedError extends Error {
  readonly until?: number;
  readonly cell?: string;

  constructor(
    readonly code: RefusalCode,
    message: string,
    { until, cell }: RefusalDetails = {},
  ) {
    super(message);
    this.name = 'CommandRefusedError';
    if (until !== undefined) this.until = until;
    if (cell !== undefined) this.cell = cell;
  }
}
