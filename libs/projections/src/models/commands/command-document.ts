import type { CommandOptions, CommandStatus, Fault } from '#contract';
import type { ResponseRef } from '#domain';
import { collection, type MaybeStale } from '../../projection.js';

/** One try on the meter. ABANDONED: the platform stopped in its middle, which costs the command none of its attempts. */
export type AttemptView = {
  readonly number: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: 'SUCCEEDED' | 'FAILED' | 'ABANDONED' | null;
  /** Fault code and type of an attempt that did not succeed. */
  readonly code?: number;
  readonly type?: string;
};

/** An action of which nobody knows whether it was carried out. `index`: its slot in the bundle, 0 for a single operation. */
export type UndecidedView = { readonly index: number; readonly operation: string; readonly reason: string };

/** A command from acceptance to its end and after. Instants are ISO 8601 in UTC. The response itself lies in the results store. */
export type CommandDocument = MaybeStale & {
  readonly correlationUid: string;
  readonly deviceIdentification: string;
  readonly operation: string;
  readonly status: CommandStatus;
  readonly result: 'OK' | 'NOT OK' | null;
  readonly fault: Fault | null;
  readonly acceptedAt: string;
  readonly completedAt: string | null;
  readonly attempts: readonly AttemptView[];
  readonly options: CommandOptions;
  /** Effective: that of `options`, lowered by retries. */
  readonly priority: number;
  readonly expiresAt: string;
  /** When the next attempt is due; null while one runs, while the command is held or waits for a decision, and after the end. */
  readonly nextAttemptAt: string | null;
  readonly description: string | null;
  /** While the command waits for a decision: what there is to decide on. */
  readonly undecided?: readonly UndecidedView[];
  readonly responseRef: ResponseRef | null;
  /** Null while open and when there never was a response. Whether a PRESENT one has expired, the results store knows. */
  readonly responseState: 'PRESENT' | 'DELETED' | null;
  readonly organisation: string;
  /** "organisation/application/user" */
  readonly actor: string;
};

/**
 * Whoever lists commands names an organisation, so that none is needed by time alone. The most selective last: where several fit a query
 * equally well, SQLite takes the index that was made last.
 */
export const commands = collection<CommandDocument>('commands', [
  ['organisation', 'acceptedAt'],
  ['operation', 'acceptedAt'],
  ['status', 'acceptedAt'],
  ['deviceIdentification', 'acceptedAt'],
]);
