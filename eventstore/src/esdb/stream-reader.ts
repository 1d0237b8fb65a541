import type { ReadStreamOptions, StoredEvent } from '../port.js';
import type { Attempts } from './attempts.js';
import type { EsdbSettings } from './esdb-options.js';
import { readFeed, type ReadingEnd } from './reading.js';
import { toStoredEvent } from './records.js';
import type { WireFrom, WireRecord } from './wire.js';

const directions = { forward: 'forwards', backward: 'backwards' } as const;

export interface RecordsRead {
  readonly records: readonly WireRecord[];
  readonly end: ReadingEnd;
}

/** Reads of one stream, repeated from the start when the connection is cut in the middle. */
export class StreamReader {
  constructor(
    private readonly attempts: Attempts,
    private readonly settings: EsdbSettings,
  ) {}

  async read(stream: string, options: ReadStreamOptions): Promise<readonly StoredEvent[]> {
    const { records } = await this.records(stream, options);
    return records.map(toStoredEvent);
  }

  /**
   * Of any stream, the server's own among them. `end` tells a stream that does not exist from an empty one.
   * @param subject the stream that errors name
   */
  async records(stream: string, { from, direction = 'forward', limit }: ReadStreamOptions, subject = stream): Promise<RecordsRead> {
    const { clock, timeouts } = this.settings;
    const start: WireFrom = direction === 'forward' ? 'start' : 'end';
    const options = {
      from: from === undefined ? start : BigInt(from),
      direction: directions[direction],
      ...(limit === undefined ? {} : { limit }),
    };
    return this.attempts.run({ budget: timeouts.read, stream: subject }, async (link, silence) => {
      const records: WireRecord[] = [];
      const each = (record: WireRecord): boolean => records.push(record) > 0;
      const end = await readFeed(link.readStream(stream, options), { clock, silence, each });
      return { records, end };
    });
  }
}
