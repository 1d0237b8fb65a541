import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { NewEvent, StoredEvent } from '../../src/index.js';
import type { ProposedEvent, RecordedEvent } from './recorded-event.js';
import { plainType, storedType } from './stream-names.js';

/**
 * What the store's port has no place for, as the JSON text of the stored event's metadata. Short names: it is part of every event.
 * i: the client's event id · t: ticks when written · s: stream name, where the stored name does not tell · y: type, likewise
 * j: content type is JSON · b: `data` is base64 in a JSON string · m: metadata as text · n: metadata as base64 · x: ends its stream for good
 */
export interface Wrapper {
  readonly i: string;
  readonly t: string;
  readonly s?: string;
  readonly y?: string;
  readonly j?: 1;
  readonly b?: 1;
  readonly m?: string;
  readonly n?: string;
  readonly x?: 1;
}

export interface Envelope {
  readonly wrapper: Wrapper;
  readonly type: string;
  readonly data: string;
}

export interface Written {
  readonly created: string;
  readonly isTombstone?: boolean;
  /** The stream's name, for a stored stream whose own name does not tell. */
  readonly streamName?: string | undefined;
}

function jsonText(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  // TextDecoder would drop a byte order mark; the bytes have to come back as they were.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

function wrapMetadata(metadata: Uint8Array): Pick<Wrapper, 'm' | 'n'> {
  if (metadata.length === 0) return {};
  return isUtf8(metadata) ? { m: Buffer.from(metadata).toString('utf8') } : { n: base64(metadata) };
}

export function seal(event: ProposedEvent, { created, isTombstone = false, streamName }: Written): Envelope {
  const text = event.isJson ? jsonText(event.data) : undefined;
  const type = storedType(event.type);
  const wrapper: Wrapper = {
    i: event.id,
    t: created,
    ...(streamName === undefined ? {} : { s: streamName }),
    ...(type === undefined ? { y: event.type } : {}),
    ...(event.isJson ? { j: 1 } : {}),
    ...(text === undefined ? { b: 1 } : {}),
    ...wrapMetadata(event.metadata),
    ...(isTombstone ? { x: 1 } : {}),
  };
  return { wrapper, type: type ?? 't/', data: text ?? JSON.stringify(base64(event.data)) };
}

/** Each stored event has an id of its own: a client may use one id in several streams, and even twice in one. */
export function toNewEvent({ wrapper, type, data }: Envelope): NewEvent {
  return { id: randomUUID(), type, data, metadata: JSON.stringify(wrapper) };
}

export function unseal({ wrapper, type, data }: Envelope, stored: StoredEvent, stream: string): RecordedEvent {
  return {
    id: wrapper.i,
    stream,
    type: wrapper.y ?? plainType(type),
    isJson: wrapper.j === 1,
    data: wrapper.b === 1 ? Buffer.from(JSON.parse(data) as string, 'base64') : Buffer.from(data, 'utf8'),
    metadata: wrapper.m === undefined ? Buffer.from(wrapper.n ?? '', 'base64') : Buffer.from(wrapper.m, 'utf8'),
    created: wrapper.t,
    isTombstone: wrapper.x === 1,
    revision: stored.revision,
    position: stored.position,
  };
}
