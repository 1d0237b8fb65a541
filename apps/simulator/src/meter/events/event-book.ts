/** Something that a meter wrote into one of its logs. */
export interface MeterEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly code: number;
  /** Raw values, of the two detailed logs. */
  readonly magnitude?: number;
  readonly duration?: number;
}

const remembered = 3000;

/** What happened to a meter while the fleet runs, by tag of the log; what it had logged before is made up by its history. */
export class EventBook {
  private readonly logs = new Map<string, MeterEvent[]>();
  private readonly begins = new Map<string, number>();

  add(log: string, event: MeterEvent): void {
    const events = this.logs.get(log) ?? [];
    events.push(event);
    if (events.length > remembered) events.shift();
    this.logs.set(log, events);
  }

  of(log: string): readonly MeterEvent[] {
    return this.logs.get(log) ?? [];
  }

  /** Forgets what a buffer held. */
  clear(tag: string, at: number): void {
    this.logs.delete(tag);
    this.begins.set(tag, at);
  }

  /** When a buffer was emptied last, epoch milliseconds; undefined when never. */
  clearedAt(tag: string): number | undefined {
    return this.begins.get(tag);
  }
}
