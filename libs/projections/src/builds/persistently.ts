import type { Clock, Log } from '#event-sourcing';

const FIRST_DELAY = 50;
const LONGEST_DELAY = 5_000;

export interface Persistence {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Repeats `work` with growing delays (50 ms to 5 s) until it succeeds: projections wait for their store, they never skip.
 * @throws the last error once the signal has aborted
 */
export async function persistently<T>(what: string, work: () => Promise<T>, { clock, log, signal }: Persistence): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw error;
      const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** failures);
      log.warn({ err: error, failures: failures + 1, delay }, `${what} failed and is tried again`);
      await clock.wait(delay, signal);
      if (signal.aborted) throw error;
    }
  }
}
