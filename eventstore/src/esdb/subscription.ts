import type { Position, SubscribeOptions, SubscriptionMessage } from '../port.js';
import { type AllReader, logEndsBefore } from './all-reader.js';
import type { Connection } from './connection.js';
import type { EsdbSettings } from './esdb-options.js';
import { kindOf, reasonOf, toStoreError } from './failures.js';
import { FeedReader } from './feed-reader.js';
import { MessageSorter } from './message-sorter.js';
import { isBetweenRecords, wirePosition } from './position.js';
import { serverFilter } from './selection.js';

const BATCH = 500;
const FIRST_PAUSE = 50;
/** Failures without a name in a row, with nothing received in between, after which a subscription gives up. */
const UNCLEAR_IN_A_ROW = 8;

export interface SubscriptionSource {
  readonly connection: Connection;
  readonly all: AllReader;
  readonly settings: EsdbSettings;
}

/** One subscriber. The server may cut it off (a slow one it always does): it is taken up again behind what was handed out last. */
class Subscriber {
  private readonly sorter: MessageSorter;
  private failures = 0;

  constructor(
    private readonly source: SubscriptionSource,
    private readonly options: SubscribeOptions,
    private readonly left: AbortSignal,
  ) {
    this.sorter = new MessageSorter(options, options.after);
  }

  async *messages(): AsyncGenerator<SubscriptionMessage, void, undefined> {
    while (!this.left.aborted) {
      try {
        yield* this.once();
        if (!this.left.aborted) await this.pause('the server ended it');
      } catch (error) {
        if (this.left.aborted) return;
        this.checkWorthAnother(error);
        await this.pause(reasonOf(error));
      }
    }
  }

  /** From where the subscriber is to wherever the server stops. */
  private async *once(): AsyncGenerator<SubscriptionMessage, void, undefined> {
    const { connection, all } = this.source;
    const { head: floor, last } = await all.end();
    if (this.sorter.after > last) throw logEndsBefore(this.sorter.after);
    yield* this.stepOver(floor);
    const feed = connection.link.subscribe(wirePosition(this.sorter.after), serverFilter(this.options));
    try {
      const reader = new FeedReader(feed, this.left);
      const { batch = BATCH } = this.options;
      for (let items = await reader.take(batch); items.length > 0; items = await reader.take(batch)) {
        this.failures = 0;
        for (const message of this.sorter.messages(items, floor)) {
          if (this.left.aborted) return;
          yield message;
        }
      }
    } finally {
      feed.cancel();
    }
  }

  /**
   * A server that is asked to go on from a place between two records begins behind the next one: at its own checkpoints that was looked at
   * already, but perhaps with another filter. So that one is fetched and handed out here.
   */
  private async *stepOver(floor: Position): AsyncGenerator<SubscriptionMessage, void, undefined> {
    if (!isBetweenRecords(this.sorter.after)) return;
    const event = await this.source.all.recordAt(this.sorter.after);
    if (event !== undefined && !this.left.aborted) yield* this.sorter.messages([{ event }], floor);
  }

  private checkWorthAnother(error: unknown): void {
    const kind = kindOf(error);
    if (kind === 'final' || (kind === 'unclear' && this.failures >= UNCLEAR_IN_A_ROW)) throw toStoreError(error);
    if (kind === 'unclear') this.source.connection.renew(this.source.connection.link);
  }

  private async pause(reason: string): Promise<void> {
    const { log, clock, timeouts } = this.source.settings;
    const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(this.failures, 16), timeouts.resume);
    this.failures++;
    log.warn({ reason, after: this.sorter.after, pause }, 'a subscription to EventStoreDB was cut off, taking it up again');
    await clock.wait(pause, this.left);
  }
}

/** `return()`, which a `for await` calls at `break`, also wakes a subscription that waits for the next event. */
export function subscription(source: SubscriptionSource, options: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
  return {
    [Symbol.asyncIterator]: () => {
      const leaving = new AbortController();
      const left = AbortSignal.any([leaving.signal, source.settings.closed, ...(options.signal === undefined ? [] : [options.signal])]);
      const messages = new Subscriber(source, options, left).messages();
      return {
        next: () => messages.next(),
        return: () => {
          leaving.abort();
          return messages.return();
        },
      };
    },
  };
}
