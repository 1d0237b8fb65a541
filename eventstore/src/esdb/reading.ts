import type { Clock } from '#event-sourcing/clock.js';
import { within } from './attempts.js';
import { isType } from './failures.js';
import { FeedReader } from './feed-reader.js';
import type { Feed, WireRecord } from './wire.js';

/** Items taken at once. */
const TAKE = 500;

const never = new AbortController().signal;

export interface ReadingOptions {
  readonly clock: Clock;
  /** Longest silence, in milliseconds. */
  readonly silence: number;
  /** Answers whether to go on. */
  readonly each: (this: void, record: WireRecord) => boolean;
}

export type ReadingEnd = 'left' | 'end' | 'not-found';

/**
 * Reads a feed until its end or until `each` has enough, and leaves nothing open behind. Reads of the client have no deadline.
 * @throws NoAnswerError; the client's errors, but for a stream that does not exist
 */
export async function readFeed(feed: Feed, { clock, silence, each }: ReadingOptions): Promise<ReadingEnd> {
  const reader = new FeedReader(feed, never);
  try {
    for (;;) {
      const items = await within(clock, silence, reader.take(TAKE));
      if (items.length === 0) return 'end';
      for (const { event } of items) if (event !== undefined && !each(event)) return 'left';
    }
  } catch (error) {
    if (isType(error, 'stream-not-found')) return 'not-found';
    throw error;
  } finally {
    feed.cancel();
  }
}
