import {
  EventStoreError,
  WrongExpectedRevisionError,
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '#eventstore/port.js';
import type { Clock } from '../clock.js';
import { AppendOutcomeUnknownError } from './repository-errors.js';

/** Pauses before the repetitions of an append, in milliseconds. */
const PAUSES = [0, 50, 250, 1_000] as const;

/** The store looked at the request and refused it: nothing was written. */
function isRefusal(error: unknown, isFirst: boolean): boolean {
  if (!(error instanceof EventStoreError)) return false;
  const { code } = error;
  if (code === 'EVENT_TOO_LARGE' || code === 'INVALID_ARGUMENT') return true;
  // That nothing is taken now says nothing of an earlier attempt.
  return isFirst && (code === 'STORE_FULL' || code === 'STORE_READ_ONLY' || code === 'STREAM_DELETED');
}

function isClosed(error: unknown): boolean {
  return error instanceof EventStoreError && error.code === 'STORE_CLOSED';
}

/**
 * Appends, and if the store does not tell the outcome, repeats exactly the same append: the ids at the exact revision make it
 * harmless, and a conflict then says that nothing of it was or ever will be written.
 * The first call of the store happens before this function returns.
 * @throws WrongExpectedRevisionError; what the store refuses; AppendOutcomeUnknownError (with the store's error as `cause`) in the end
 */
export async function appendUntilKnown(
  store: EventStore,
  clock: Clock,
  stream: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): Promise<AppendResult> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await store.append(stream, events, expected);
    } catch (error) {
      if (error instanceof WrongExpectedRevisionError || isRefusal(error, attempt === 0)) throw error;
      const pause = PAUSES[attempt];
      if (pause === undefined || isClosed(error)) throw new AppendOutcomeUnknownError(stream, { cause: error });
      await clock.wait(pause);
    }
  }
}
