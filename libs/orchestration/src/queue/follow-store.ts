import type { Clock, Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import { DEVICE_STREAM_PREFIX } from '../device-repository.js';
import { QUEUE_EVENTS, type QueueFeed } from './queue-feed.js';

const PAUSE_AFTER_ERROR = 1_000;

export interface StoreFollowerOptions {
  readonly store: EventStore;
  readonly feed: QueueFeed;
  readonly clock: Clock;
  readonly log: Log;
  /** Called after each step forward. */
  advanced(this: void): void;
}

/** Hands the events of the store to the queue as they come. */
export class StoreFollower {
  private current = 0;
  private readonly caughtUp = Promise.withResolvers<undefined>();

  constructor(private readonly options: StoreFollowerOptions) {}

  /** Everything up to here is in the queue. */
  get position(): number {
    return this.current;
  }

  /** Resolves when all that the store held at the beginning has been handed over, or when the signal that it was given aborted. */
  get untilCaughtUp(): Promise<undefined> {
    return this.caughtUp.promise;
  }

  /** Resolves after the signal aborted. */
  async run(after: number, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.options;
    this.current = after;
    while (!signal.aborted) {
      try {
        await this.follow(signal);
      } catch (error) {
        if (!signal.aborted) log.error({ err: error }, 'the queue could not be kept up to date; it will be tried again');
      }
      await clock.wait(PAUSE_AFTER_ERROR, signal);
    }
    this.caughtUp.resolve(undefined);
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const { store, feed, advanced } = this.options;
    for await (const message of store.subscribe({ after: this.current, streamPrefix: DEVICE_STREAM_PREFIX, types: QUEUE_EVENTS, signal })) {
      if (message.kind === 'events') await feed.apply(message.events);
      this.current = Math.max(this.current, message.kind === 'events' ? (message.events.at(-1)?.position ?? 0) : message.position);
      if (message.kind === 'caught-up') this.caughtUp.resolve(undefined);
      advanced();
    }
  }
}
