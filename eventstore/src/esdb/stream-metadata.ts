import { randomUUID } from 'node:crypto';
import { EventStoreError, type StreamMetadata, WrongExpectedRevisionError } from '../port.js';
import { type Attempts, within } from './attempts.js';
import type { EsdbSettings } from './esdb-options.js';
import type { StreamReader } from './stream-reader.js';
import type { WireExpected } from './wire.js';

/** The keys that the server itself obeys. A soft deletion is the largest possible `$tb`. */
const MAX_COUNT = '$maxCount';
const TRUNCATE_BEFORE = '$tb';
/** What only the server's operator sets, and what the port replaces: everything else. */
const OPERATORS_KEYS = ['$acl', '$maxAge', '$cacheControl'];
const CUSTOM = 'custom';
/** Changes lost against others before one is given back. */
const TRIES = 20;
/** Longest pause before the next one, in milliseconds. */
const LONGEST_PAUSE = 200;

type Fields = Readonly<Record<string, unknown>>;

export interface MetadataRead {
  readonly fields: Fields;
  /** Of the metadata stream: what has to be expected to replace these fields. */
  readonly expected: WireExpected;
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export const isDeleted = (fields: Fields): boolean =>
  typeof fields[TRUNCATE_BEFORE] === 'number' && fields[TRUNCATE_BEFORE] > Number.MAX_SAFE_INTEGER;

function whole(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? Number(value) : undefined;
}

export function toStreamMetadata(fields: Fields): StreamMetadata {
  const maxCount = whole(fields[MAX_COUNT]);
  const truncateBefore = whole(fields[TRUNCATE_BEFORE]);
  const custom = fields[CUSTOM];
  return {
    ...(maxCount === undefined ? {} : { maxCount }),
    ...(truncateBefore === undefined ? {} : { truncateBefore }),
    ...(isFields(custom) ? { custom } : {}),
  };
}

export function toFields({ maxCount, truncateBefore, custom }: StreamMetadata, before: Fields): Fields {
  return {
    ...Object.fromEntries(Object.entries(before).filter(([key]) => OPERATORS_KEYS.includes(key))),
    ...(maxCount === undefined ? {} : { [MAX_COUNT]: maxCount }),
    ...(truncateBefore === undefined ? {} : { [TRUNCATE_BEFORE]: truncateBefore }),
    ...(custom === undefined ? {} : { [CUSTOM]: custom }),
  };
}

/** The metadata of a stream S are the last event of the stream `$$S`. */
export class MetadataStreams {
  constructor(
    private readonly attempts: Attempts,
    private readonly settings: EsdbSettings,
    private readonly streams: StreamReader,
  ) {}

  async read(stream: string): Promise<MetadataRead> {
    const { records } = await this.streams.records(`$$${stream}`, { direction: 'backward', limit: 1 }, stream);
    const [last] = records;
    return { fields: isFields(last?.data) ? last.data : {}, expected: last === undefined ? 'no_stream' : last.revision };
  }

  /** @throws WrongExpectedRevisionError when somebody else wrote metadata since */
  async write(stream: string, fields: Fields, expected: WireExpected): Promise<void> {
    const { clock, timeouts } = this.settings;
    const event = { id: randomUUID(), type: '$metadata', content: { json: fields }, metadata: new Uint8Array() };
    await this.attempts.run({ budget: timeouts.write, stream }, (link, ms) => within(clock, ms, link.append(`$$${stream}`, [event], expected, ms)));
  }

  /** Replaces what the port knows and keeps what the server's operator has set. */
  async replace(stream: string, metadata: StreamMetadata): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const { fields, expected } = await this.read(stream);
      try {
        await this.write(stream, toFields(metadata, fields), expected);
        return;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevisionError)) throw error;
        await this.settings.clock.wait(Math.random() * Math.min(10 * 2 ** tries, LONGEST_PAUSE), this.settings.closed);
      }
    }
    throw new EventStoreError('STORE_FAILED', `the metadata of stream ${stream} are changed by others all the time`);
  }
}
