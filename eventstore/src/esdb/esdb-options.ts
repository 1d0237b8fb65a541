import type { Clock } from '#event-sourcing/clock.js';

/** The part of a pino logger that the adapter uses: fields first, then the message. */
export interface EsdbLog {
  warn(fields: object, message: string): void;
}

/** In milliseconds. */
export interface EsdbTimeouts {
  /** How long opening may take, in which it looks for a server again and again. Default 10,000. */
  readonly open?: number;
  /** After which an append, a deletion or a change of metadata is given up as unknown. Repetitions take place within it. Default 10,000. */
  readonly write?: number;
  /** After which a read is given up when nothing comes. Default 10,000. */
  readonly read?: number;
  /** Longest pause between two tries to take up a subscription again. Default 5,000. */
  readonly resume?: number;
}

export interface EsdbOptions {
  readonly log?: EsdbLog;
  readonly clock?: Clock;
  readonly timeouts?: EsdbTimeouts;
  /**
   * Nobody else appends to this store. Spares a look at each event that was appended, which tells whether another process wrote the same
   * ids in the same moment. Default: false.
   */
  readonly soleWriter?: boolean;
}

/** What the parts of the adapter share. */
export interface EsdbSettings {
  readonly log: EsdbLog;
  readonly clock: Clock;
  readonly timeouts: Required<EsdbTimeouts>;
  readonly soleWriter: boolean;
  /** Aborted when the store closes. */
  readonly closed: AbortSignal;
}
