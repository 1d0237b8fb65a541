import type { Clock, Log } from '#event-sourcing';
import type { ResultsStore } from '#security/results/port.js';

const INTERVAL = 10 * 60_000;

/** Removes expired responses until the signal aborts. */
export async function sweepResults(results: ResultsStore, clock: Clock, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const removed = await results.sweep(clock.now());
      if (removed > 0) log.info({ removed }, 'expired responses were removed');
    } catch (error) {
      log.error({ err: error }, 'expired responses could not be removed');
    }
    await clock.wait(INTERVAL, signal);
  }
}
