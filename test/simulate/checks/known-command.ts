import type { CommandOptions } from '#contract';

export type KnownStatus = 'WAITING' | 'HELD' | 'RUNNING' | 'UNDECIDED' | 'ENDED';

/** A command as the record tells it: folded here anew, so that a fault of the platform's own folds is no fault of the judge's. */
export interface KnownCommand {
  readonly uid: string;
  readonly device: string;
  readonly operation: string;
  readonly options: CommandOptions;
  readonly organisation: string;
  readonly cell: string;
  readonly expiresAt: number;
  /** Epoch ms on the clock of whoever recorded it. */
  dueAt: number;
  priority: number;
  status: KnownStatus;
  /** When status, due time or priority changed last, ms of simulated time; and the position of the event that changed it. */
  since: number;
  position: number;
  attempts: number;
  /** Attempts that count. */
  failures: number;
  leaseToken: string | undefined;
  endings: string[];
  /** Slots of a bundle that have an answer for good. */
  readonly answered: Set<number>;
  /** The last recorded answer to the doubt whether something was carried out. */
  decisions: number;
}

export const TERMINAL: ReadonlySet<string> = new Set(['CommandSucceeded', 'CommandFailed', 'CommandExpired', 'CommandCancelled']);
