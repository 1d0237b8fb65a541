import { type AllPage, EventStoreError, type Position, type ReadAllOptions, type StoredEvent } from '../port.js';
import { eventPosition } from './position.js';
import { toStoredEvent } from './records.js';
import { isWanted } from './selection.js';
import type { WireRecord } from './wire.js';

export const PAGE = 500;
/** A page is cut short when it holds this many characters of data: large events must not make large pages. */
const PAGE_CHARACTERS = 8 * 1024 * 1024;

export function positionOf({ position }: WireRecord): Position {
  if (position === undefined) throw new EventStoreError('STORE_FAILED', 'EventStoreDB left out the position of an event of $all');
  return eventPosition(position);
}

/** Collects one page from the records of $all as they come. */
export class AllPageBuilder {
  /** Records looked at, whether they are shown or not. */
  looked = 0;
  private readonly events: StoredEvent[] = [];
  private readonly limit: number;
  private characters = 0;

  /** @param next where the page begins, exclusively; undefined backward: at the end */
  constructor(
    private readonly options: ReadAllOptions,
    private readonly isBackward: boolean,
    public next: Position | undefined,
  ) {
    this.limit = options.limit ?? PAGE;
  }

  get missing(): number {
    return this.limit - this.events.length;
  }

  /** Answers whether there is room for more. What lies before the place reached is passed over: forward the server begins at it. */
  add(record: WireRecord): boolean {
    const position = positionOf(record);
    if (this.next !== undefined && (this.isBackward ? position >= this.next : position <= this.next)) return true;
    this.next = position;
    this.looked++;
    if (isWanted(record, this.options)) {
      const event = toStoredEvent(record);
      this.events.push(event);
      this.characters += event.data.length;
    }
    return this.missing > 0 && this.characters < PAGE_CHARACTERS;
  }

  page(atEnd: boolean): AllPage {
    return { events: this.events, next: this.next ?? 0, atEnd };
  }
}
