import type { StoredEvent } from '#eventstore/port.js';
import { canonicalJson } from '../canonical-json.js';
import { parseData, parseEnvelope, type StoredEnvelope } from '../registry/stored-envelope.js';
import { eventHash, firstHash } from './event-hash.js';

/** The last event of a stream (or of a part of it): what the next one continues. */
export interface ChainHead {
  readonly revision: number;
  readonly hash: string;
}

export type ChainFault =
  /** An event is missing, doubled or out of order. */
  | 'REVISION'
  /** An event of another stream. */
  | 'STREAM'
  /** Data or metadata are not the canonical JSON of an event of ours. */
  | 'FORM'
  /** The store's own id or type of the event differs from the envelope's. */
  | 'IDENTITY'
  /** It does not continue the event before it. */
  | 'LINK'
  /** Its content is not what was hashed. */
  | 'HASH';

export type ChainVerdict =
  | {
      readonly ok: true;
      /** Undefined only when there were neither events nor `from`. */
      readonly head: ChainHead | undefined;
    }
  | {
      readonly ok: false;
      /** The revision at which the chain breaks. */
      readonly revision: number;
      readonly reason: ChainFault;
    };

export interface VerifyOptions {
  /** Where the events go on: the head of the part that was verified before; default: the start of the stream. */
  readonly from?: ChainHead;
}

/** Both texts of an event, parsed, if they are canonical: other spellings of the same content do not count as untouched. */
function canonicalParts(event: StoredEvent): { readonly envelope: StoredEnvelope; readonly data: unknown } | undefined {
  try {
    const envelope = parseEnvelope(event);
    const data = parseData(event);
    return canonicalJson(envelope) === event.metadata && canonicalJson(data) === event.data ? { envelope, data } : undefined;
  } catch {
    return undefined;
  }
}

function fault(event: StoredEvent, stream: string, previous: ChainHead): ChainFault | ChainHead {
  if (event.stream !== stream) return 'STREAM';
  if (event.revision !== previous.revision + 1) return 'REVISION';
  const parts = canonicalParts(event);
  if (parts === undefined) return 'FORM';
  const { prevHash, hash, ...envelope } = parts.envelope;
  if (envelope.eventId !== event.id || envelope.type !== event.type) return 'IDENTITY';
  if (prevHash !== previous.hash) return 'LINK';
  if (eventHash(prevHash, { ...envelope, stream, revision: event.revision, data: parts.data }) !== hash) return 'HASH';
  return { revision: event.revision, hash };
}

/**
 * Verifies consecutive events of one stream, as stored: any changed, removed, inserted or reordered event is found.
 * That the end of the stream was cut off is not visible here; only a checkpoint that covers the tail proves it.
 */
export function verifyStream(events: readonly StoredEvent[], options: VerifyOptions = {}): ChainVerdict {
  const first = events[0];
  if (first === undefined) return { ok: true, head: options.from };
  let head: ChainHead = options.from ?? { revision: -1, hash: firstHash(first.stream) };
  for (const event of events) {
    const next = fault(event, first.stream, head);
    if (typeof next === 'string') return { ok: false, revision: head.revision + 1, reason: next };
    head = next;
  }
  return { ok: true, head };
}
