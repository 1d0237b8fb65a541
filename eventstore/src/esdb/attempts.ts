import type { Clock } from '#event-sourcing/clock.js';
import { EventStoreError } from '../port.js';
import type { Connection } from './connection.js';
import { type FailureContext, kindOf, NoAnswerError, reasonOf, toStoreError } from './failures.js';
import type { EsdbSettings } from './esdb-options.js';
import type { EsdbLink } from './wire.js';

/** Pauses before the second, third, … try, in milliseconds; the last one repeats. */
const PAUSES = [20, 100, 300, 1_000] as const;
/** Tries for a failure that has no name. */
const UNCLEAR_TRIES = 3;

/** @throws NoAnswerError when `work` has not ended after `ms` milliseconds; it goes on, and what becomes of it is nobody's concern */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = clock.wait(ms, over.signal).then(() => {
    throw new NoAnswerError(ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

export interface Try<T> {
  /** @param ms how long this try may take */
  (link: EsdbLink, ms: number): Promise<T>;
}

export interface AttemptOptions extends FailureContext {
  /** Milliseconds for all tries together. */
  readonly budget: number;
  /** Whether the same may be asked once more after this failure; default: always. */
  readonly mayRepeat?: (this: void, error: unknown) => boolean;
}

/** Repeats what met a connection that was cut, a server that was away or gave no answer, until there is an answer or time is up. */
export class Attempts {
  constructor(
    private readonly connection: Connection,
    private readonly settings: EsdbSettings,
  ) {}

  /** Calls `once` before it returns. @throws EventStoreError; STORE_UNAVAILABLE when time was up */
  async run<T>(options: AttemptOptions, once: Try<T>): Promise<T> {
    const { clock, closed, log } = this.settings;
    const end = clock.now() + options.budget;
    let told: unknown;
    for (let failures = 0; ;) {
      const { link } = this.connection;
      // Half of what is left, so that one answer that never comes leaves time for another try.
      const ms = Math.max(Math.ceil((end - clock.now()) / 2), 1);
      try {
        return await once(link, ms);
      } catch (error) {
        const kind = kindOf(error);
        if (kind === 'final') throw toStoreError(error, options);
        this.renewAfter(error, link);
        failures++;
        const pause = PAUSES[Math.min(failures, PAUSES.length) - 1] ?? 0;
        // Silence at the end says less than what was told before it.
        if (told === undefined || !(error instanceof NoAnswerError)) told = error;
        const isEnough = kind === 'unclear' && failures >= UNCLEAR_TRIES;
        const isOver = clock.now() + pause >= end || closed.aborted;
        if (isEnough || isOver || options.mayRepeat?.(error) === false) throw toStoreError(told, options);
        log.warn({ reason: reasonOf(error), pause }, 'EventStoreDB did not answer, trying again');
        await clock.wait(pause, closed);
        if (closed.aborted) throw new EventStoreError('STORE_UNAVAILABLE', 'the event store was closed before it answered', { cause: error });
      }
    }
  }

  /** The client recovers from a broken connection by itself. Not so from silence, nor from an error that it kept. */
  private renewAfter(error: unknown, link: EsdbLink): void {
    if (error instanceof NoAnswerError || kindOf(error) === 'unclear') this.connection.renew(link);
  }
}
