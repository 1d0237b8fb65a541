import type { AppendResult, ExpectedRevision, NewEvent, Position } from '../port.js';
import type { AllReader } from './all-reader.js';
import { type Attempts, within } from './attempts.js';
import { toWire } from './content.js';
import type { EsdbSettings } from './esdb-options.js';
import { wasNeverSent } from './failures.js';
import { InFlight } from './in-flight.js';
import type { LookBack } from './look-back.js';
import { eventPosition } from './position.js';
import type { StreamExistence } from './stream-existence.js';
import type { WireAppended, WireExpected } from './wire.js';

/** Appends sent and not answered; the server commits what is in flight together. */
const MOST_APPENDS = 256;
const MOST_BYTES = 16 * 1024 * 1024;
/** Positions of the latest answers, kept to tell that another call of this process wrote what this one repeats. */
const ANSWERS = 1_024;

export function toWireExpected(expected: ExpectedRevision): WireExpected {
  if (typeof expected === 'number') return BigInt(expected);
  return ({ 'no-stream': 'no_stream', 'stream-exists': 'stream_exists', any: 'any' } as const)[expected];
}

const bytesOf = (events: readonly NewEvent[]): number => events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);

export class Appender {
  private readonly inFlight = new InFlight(MOST_APPENDS, MOST_BYTES);
  private readonly answered = new Set<Position>();

  constructor(
    private readonly attempts: Attempts,
    private readonly settings: EsdbSettings,
    private readonly all: AllReader,
    private readonly lookBack: LookBack,
    private readonly existence: StreamExistence,
  ) {}

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    return this.inFlight.run(bytesOf(events), async () => {
      if (expected === 'stream-exists') await this.existence.check(stream);
      const { seen } = this.all;
      const { revision, position } = await this.send(stream, events, expected);
      return this.result(events, Number(revision), position === undefined ? undefined : eventPosition(position), seen);
    });
  }

  /**
   * The same ids at the same exact revision may be sent again whatever happened to them. Expecting less than that they are only
   * remembered by a server that keeps running, so that such an append is repeated only when no server can have had it.
   */
  private send(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<WireAppended> {
    const { clock, timeouts } = this.settings;
    const isExact = typeof expected === 'number' || expected === 'no-stream';
    const wire = events.map(toWire);
    const mayRepeat = (error: unknown): boolean => isExact || wasNeverSent(error);
    return this.attempts.run({ budget: timeouts.write, stream, expected, mayRepeat }, (link, ms) =>
      within(clock, ms, link.append(stream, wire, toWireExpected(expected), ms)),
    );
  }

  /**
   * The server does not say whether it wrote the events or had them. It had them when they lie no higher than what was seen before they
   * were sent, or where an earlier answer put them. Otherwise they are new, unless another process sent the same ids in that very moment;
   * then what stands there decides. Where nobody else writes, there is nothing to look for.
   */
  private async result(events: readonly NewEvent[], revision: number, position: Position | undefined, seen: Position): Promise<AppendResult> {
    // Only told of events in a stream that was deleted since; they lie below everything that is seen now.
    if (position === undefined) return { revision, position: await this.all.head(), repeated: true };
    const isKnown = position <= seen || this.answered.has(position);
    this.remember(position);
    const last = events.at(-1);
    const isDoubtful = !isKnown && !this.settings.soleWriter && last !== undefined;
    return { revision, position, repeated: isKnown || (isDoubtful && !(await this.lookBack.isOurs(position, last))) };
  }

  private remember(position: Position): void {
    this.all.see(position);
    this.answered.add(position);
    for (const oldest of this.answered) {
      if (this.answered.size <= ANSWERS) return;
      this.answered.delete(oldest);
    }
  }
}
