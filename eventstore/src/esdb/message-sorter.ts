import type { AllFilter, Position, StoredEvent, SubscriptionMessage } from '../port.js';
import { checkpointPosition } from './position.js';
import { positionOf } from './all-page.js';
import { toStoredEvent } from './records.js';
import { isWanted } from './selection.js';
import type { FeedItem } from './wire.js';

/** Turns the items of a feed into the port's messages and keeps the place to go on from. */
export class MessageSorter {
  private events: StoredEvent[] = [];
  /** As far as is known that nothing is missing; at or behind what was handed out. */
  private progress: Position;
  private told: Position | undefined;

  constructor(
    private readonly filter: AllFilter,
    /** Everything up to here was handed out. */
    public after: Position,
  ) {
    this.progress = after;
  }

  /**
   * @param floor position of an event that stood in the store before the server began to catch up: `caught-up` reaches it at least
   * Checkpoints are told only where nothing better comes right behind them.
   */
  *messages(items: readonly FeedItem[], floor: Position): Generator<SubscriptionMessage, void, undefined> {
    for (const item of items) {
      if (item.event !== undefined) this.take(item.event);
      if (item.checkpoint !== undefined) this.progress = Math.max(this.progress, checkpointPosition(item.checkpoint));
      if (item.caughtUp === true) {
        this.progress = Math.max(this.progress, floor);
        yield* this.flush();
        yield* this.caughtUp();
      }
    }
    yield* this.flush();
    if (this.progress > this.after) {
      this.after = this.progress;
      yield { kind: 'checkpoint', position: this.after };
    }
  }

  private take(record: NonNullable<FeedItem['event']>): void {
    const position = positionOf(record);
    if (position <= this.after) return;
    if (isWanted(record, this.filter)) this.events.push(toStoredEvent(record));
    this.progress = Math.max(this.progress, position);
  }

  private *flush(): Generator<SubscriptionMessage, void, undefined> {
    const last = this.events.at(-1);
    if (last === undefined) return;
    const { events } = this;
    this.events = [];
    this.after = last.position;
    yield { kind: 'events', events };
  }

  private *caughtUp(): Generator<SubscriptionMessage, void, undefined> {
    this.after = this.progress;
    if (this.told === this.after) return;
    this.told = this.after;
    yield { kind: 'caught-up', position: this.after };
  }
}
