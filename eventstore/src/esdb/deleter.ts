import { type ExpectedRevision, type Position, StreamDeletedError } from '../port.js';
import type { AllReader } from './all-reader.js';
import { toWireExpected } from './appender.js';
import { type Attempts, within } from './attempts.js';
import type { EsdbSettings } from './esdb-options.js';
import { eventPosition } from './position.js';
import type { StreamExistence } from './stream-existence.js';
import type { WireExpected, WirePosition } from './wire.js';

/** What exists ceases to only by a deletion: once that was looked at, "any" says the same as "exists". */
function toDeletionExpected(expected: ExpectedRevision): Exclude<WireExpected, 'stream_exists'> {
  if (typeof expected === 'number') return BigInt(expected);
  return expected === 'no-stream' ? 'no_stream' : 'any';
}

export class Deleter {
  constructor(
    private readonly attempts: Attempts,
    private readonly settings: EsdbSettings,
    private readonly all: AllReader,
    private readonly existence: StreamExistence,
  ) {}

  /** The client's deletion cannot expect `stream_exists`. */
  async delete(stream: string, expected: ExpectedRevision): Promise<Position> {
    if (expected === 'stream-exists') await this.existence.check(stream);
    const { clock, timeouts } = this.settings;
    const position = await this.attempts.run({ budget: timeouts.write, stream, expected }, (link, ms) =>
      within(clock, ms, link.deleteStream(stream, toDeletionExpected(expected), ms)),
    );
    return this.positionOf(position);
  }

  async deletePermanently(stream: string, expected: ExpectedRevision): Promise<Position> {
    const { clock, timeouts } = this.settings;
    let tries = 0;
    try {
      const position = await this.attempts.run({ budget: timeouts.write, stream, expected }, (link, ms) => {
        tries++;
        return within(clock, ms, link.tombstoneStream(stream, toWireExpected(expected), ms));
      });
      return await this.positionOf(position);
    } catch (error) {
      // The answer to an earlier try was lost, and that one did it.
      if (error instanceof StreamDeletedError && tries > 1) return this.positionOf(undefined);
      throw error;
    }
  }

  private async positionOf(position: WirePosition | undefined): Promise<Position> {
    return position === undefined ? this.all.head() : eventPosition(position);
  }
}
