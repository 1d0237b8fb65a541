import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent, StoredEvent } from '../../src/index.js';
import type { Envelope } from './event-codec.js';

/**
 * The store takes appends of at most 900 KiB and events of at most 256 KiB; a server takes 1 MiB of data and any amount of metadata.
 * A larger append is written as a pack: its envelopes as parts in a stream of their own, first, and then one short reference per event.
 */
const PLAIN_EVENT_BYTES = 240 * 1024;
const PLAIN_APPEND_BYTES = 880 * 1024;
/** Raw bytes per part: a third more as base64, which is within the limit of an event. */
const PART_BYTES = 180 * 1024;
const PARTS_PER_APPEND = 3;
const PACK_PREFIX = 'p/';
const CACHED_PACKS = 4;

interface Reference {
  /** Number of the pack. */
  readonly p: number;
  readonly k: number;
  /** The stream's name, where the stored name does not tell. */
  readonly s?: string;
}

export function needsPack(events: readonly NewEvent[]): boolean {
  let sum = 0;
  for (const { data, metadata } of events) {
    const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata);
    sum += bytes;
    if (bytes > PLAIN_EVENT_BYTES || sum > PLAIN_APPEND_BYTES) return true;
  }
  return false;
}

export const isPackStream = (stored: string): boolean => stored.startsWith(PACK_PREFIX);

const part = (bytes: Buffer): NewEvent => ({ id: randomUUID(), type: 'part', data: JSON.stringify(bytes.toString('base64')), metadata: '{}' });

export class Packs {
  private readonly cache = new Map<number, Promise<readonly Envelope[]>>();
  private last = 0;

  constructor(private readonly store: EventStore) {}

  /** To be told of every stream of packs that the store holds, so that no number is used twice. */
  saw(stored: string): void {
    this.last = Math.max(this.last, Number(stored.slice(PACK_PREFIX.length)));
  }

  /** Queues the parts before it returns; the references are to be appended right after. */
  write(envelopes: readonly Envelope[], streamName: string | undefined): { readonly written: Promise<unknown>; readonly references: NewEvent[] } {
    const number = ++this.last;
    const bytes = Buffer.from(JSON.stringify(envelopes));
    const parts: NewEvent[] = [];
    for (let at = 0; at < bytes.length; at += PART_BYTES) parts.push(part(bytes.subarray(at, at + PART_BYTES)));
    const appends: Promise<unknown>[] = [];
    for (let at = 0; at < parts.length; at += PARTS_PER_APPEND) {
      const expected = at === 0 ? 'no-stream' : at - 1;
      appends.push(this.store.append(PACK_PREFIX + number, parts.slice(at, at + PARTS_PER_APPEND), expected));
    }
    const references = envelopes.map((_, index) => {
      const reference: Reference = { p: number, k: index, ...(index === 0 && streamName !== undefined ? { s: streamName } : {}) };
      return { id: randomUUID(), type: 'packed', data: '0', metadata: JSON.stringify(reference) };
    });
    return { written: Promise.all(appends), references };
  }

  /** The envelope of a stored event, wherever it lies. */
  async open(stored: StoredEvent): Promise<Envelope> {
    const metadata = JSON.parse(stored.metadata) as Envelope['wrapper'] | Reference;
    if (!('p' in metadata)) return { wrapper: metadata, type: stored.type, data: stored.data };
    const envelope = (await this.read(metadata.p))[metadata.k];
    if (envelope === undefined) throw new Error(`pack ${metadata.p} has no event ${metadata.k}`);
    return envelope;
  }

  private read(number: number): Promise<readonly Envelope[]> {
    const known = this.cache.get(number);
    if (known !== undefined) return known;
    const reading = this.readParts(number);
    this.cache.set(number, reading);
    for (const oldest of this.cache.keys()) {
      if (this.cache.size <= CACHED_PACKS) break;
      this.cache.delete(oldest);
    }
    return reading;
  }

  private async readParts(number: number): Promise<readonly Envelope[]> {
    const parts = await this.store.readStream(PACK_PREFIX + number);
    const bytes = Buffer.concat(parts.map(({ data }) => Buffer.from(JSON.parse(data) as string, 'base64')));
    return JSON.parse(bytes.toString('utf8')) as readonly Envelope[];
  }
}

/** The stream's name as the first event of an append tells it, where the stored name does not. */
export const nameInside = (metadata: string): string | undefined => (JSON.parse(metadata) as { readonly s?: string }).s;
