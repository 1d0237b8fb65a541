import type { Clock, Log } from '#event-sourcing';
import type { LeaseKeeper } from './lease-keeper.js';

const PAUSE_AFTER_ERROR = 1_000;
/** Given as the reason to spare each wait the exception that an abort without one makes. */
const CHANGED = 'changed';

/** What of which one process does all is done under the lease of this name. */
export type Singleton = 'projector' | 'notifications' | 'schedules' | 'checkpoints';

export interface WhileHeld {
  readonly leases: Pick<LeaseKeeper, 'holds' | 'onChange'>;
  readonly name: Singleton;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the process stops. */
  readonly signal: AbortSignal;
}

/**
 * Does `work` whenever the lease is ours; its signal aborts when the lease is lost or the process stops. It has a third of a lease term to end
 * then, before another process begins. Resolves after `signal` aborted and `work` has ended.
 */
export async function whileHeld({ leases, name, clock, log, signal }: WhileHeld, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  let over = new AbortController();
  let gained = new AbortController();
  const look = (): void => (leases.holds(name) ? gained : over).abort(CHANGED);
  const stopListening = leases.onChange(look);
  while (!signal.aborted) {
    gained = new AbortController();
    over = new AbortController();
    look();
    if (!leases.holds(name)) {
      await clock.wait(PAUSE_AFTER_ERROR, AbortSignal.any([signal, gained.signal]));
      continue;
    }
    try {
      await work(AbortSignal.any([signal, over.signal]));
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, lease: name }, 'what one process does for all has failed; it is begun again');
      await clock.wait(PAUSE_AFTER_ERROR, signal);
    }
  }
  stopListening();
}
