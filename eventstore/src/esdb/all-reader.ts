import { type AllPage, EventStoreError, type Position, type ReadAllOptions } from '../port.js';
import { AllPageBuilder, positionOf } from './all-page.js';
import type { Attempts } from './attempts.js';
import type { EsdbSettings } from './esdb-options.js';
import { wirePosition } from './position.js';
import { readFeed } from './reading.js';
import type { WireRecord } from './wire.js';

/** A page looks at this many records at most, so that a filter that matches next to nothing still answers soon. */
const SCAN = 5_000;
/** Never fewer are asked for, so that a run of the server's own events does not cost a request each. */
const LEAST_ASKED = 32;
/** Each time nothing was found, so many times more than was looked at are asked for. */
const GROWTH = 4;

export interface LogEnd {
  /** Position of the last event that the port shows, 0 without one. */
  readonly head: Position;
  /** Of the last record, the server's own among them. */
  readonly last: Position;
}

/** What was once read or answered stays there, unless somebody puts an older backup in place. */
export function logEndsBefore(position: Position): EventStoreError {
  return new EventStoreError(
    'STORE_DAMAGED',
    `the log of EventStoreDB ends before position ${position}, which it had: was an older backup restored?`,
  );
}

/**
 * Pages of all events. The client's reads take no filter, so what a filter leaves out crosses the wire here (a subscription filters on
 * the server).
 */
export class AllReader {
  private highest: Position = 0;

  constructor(
    private readonly attempts: Attempts,
    private readonly settings: EsdbSettings,
  ) {}

  /** The highest position of an event seen so far: what is written from now on has a higher one. */
  get seen(): Position {
    return this.highest;
  }

  /** An event stands at this position. */
  see(position: Position): void {
    this.highest = Math.max(this.highest, position);
  }

  /** @throws as {@link end} */
  async head(): Promise<Position> {
    return (await this.end()).head;
  }

  /**
   * Looks back from the end, over the server's own events, to the last one that is shown or to one that was seen before.
   * @throws EventStoreError STORE_DAMAGED when the log ends before what was seen of it
   */
  async end(): Promise<LogEnd> {
    const { seen } = this;
    let last: Position | undefined;
    const isFarEnough = (record: WireRecord): boolean => {
      const position = positionOf(record);
      last ??= position;
      return position <= seen;
    };
    const { events } = await this.fill(new AllPageBuilder({ limit: 1 }, true, undefined), { direction: 'backward' }, isFarEnough);
    if ((last ?? 0) < seen) throw logEndsBefore(seen);
    for (const { position } of events) this.see(position);
    return { head: this.highest, last: last ?? 0 };
  }

  /** The first record behind a place between two records; undefined at the end. */
  async recordAt(place: Position): Promise<WireRecord | undefined> {
    const { clock, timeouts } = this.settings;
    const found: WireRecord[] = [];
    const each = (record: WireRecord): boolean => found.push(record) === 0;
    const options = { from: wirePosition(place), direction: 'forwards', limit: 1 } as const;
    await this.attempts.run({ budget: timeouts.read }, (link, silence) => readFeed(link.readAll(options), { clock, silence, each }));
    return found[0];
  }

  async page(options: ReadAllOptions): Promise<AllPage> {
    const isBackward = options.direction === 'backward';
    const start = isBackward ? await this.backwardStart(options.after) : (options.after ?? 0);
    const page = await this.fill(new AllPageBuilder(options, isBackward, start), options);
    for (const { position } of page.events) this.see(position);
    return page;
  }

  /** A place behind the end is none that the server can look back from. */
  private async backwardStart(after: Position | undefined): Promise<Position | undefined> {
    if (after === undefined) return undefined;
    return after > this.seen && after > (await this.head()) ? undefined : after;
  }

  /** Asks until the page is full, the log has no more, or enough was looked at. A try that fails goes on where the last one came to. */
  private async fill(page: AllPageBuilder, options: ReadAllOptions, isFarEnough: (record: WireRecord) => boolean = () => false): Promise<AllPage> {
    const { clock, timeouts } = this.settings;
    const direction = options.direction === 'backward' ? 'backwards' : 'forwards';
    for (;;) {
      // One more than needed: forward, the server begins with the event at the position itself.
      const limit = Math.max(page.missing, Math.min(Math.max(LEAST_ASKED, page.looked * GROWTH), SCAN)) + 1;
      let received = 0;
      const each = (record: WireRecord): boolean => {
        received++;
        return !isFarEnough(record) && page.add(record);
      };
      const end = await this.attempts.run({ budget: timeouts.read }, (link, silence) => {
        received = 0;
        const from = page.next === undefined ? 'end' : wirePosition(page.next);
        return readFeed(link.readAll({ from, direction, limit }), { clock, silence, each });
      });
      const atEnd = end !== 'left' && received < limit;
      if (atEnd || end === 'left' || page.looked >= SCAN) return page.page(atEnd);
    }
  }
}
