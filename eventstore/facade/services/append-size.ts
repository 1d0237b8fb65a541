import type { ProposedEvent } from '../log/recorded-event.js';

/**
 * The store takes 900 KiB in one append, and needs some 25 bytes for each event of a large one, wherever its data are. A server has no
 * such limit; more events than this are refused as too much data is.
 */
const MAX_EVENTS = 30_000;

/** Adds up an append that arrives in pieces. Only bytes of data count: a server was seen to leave metadata and types out. */
export class AppendSize {
  private bytes = 0;
  private events = 0;

  constructor(private readonly maxBytes: number) {}

  /** False when the append has become too large. */
  add({ data }: ProposedEvent): boolean {
    this.bytes += data.length;
    this.events++;
    return this.bytes <= this.maxBytes && this.events <= MAX_EVENTS;
  }
}
