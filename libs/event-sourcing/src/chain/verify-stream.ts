import type { StoredEvent } from '#eventstore/port.js';
import { canonicalJson } from '../canonical-json.js';
import { parseData, parseEnvelope, type StoredEnvelope } from '../registry/stored-envelope.js';
import { eventHash, firstHash, hashOfParts } from './event-hash.js';

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

/** Members of the metadata as this version writes them: the eleven of the envelope. */
const MEMBERS = 11;
/** What the hash takes from elsewhere: a member of the metadata by such a name would be hidden behind it. */
const FROM_ELSEWHERE = ['data', 'stream', 'revision'] as const;

interface CanonicalParts {
  readonly envelope: StoredEnvelope;
  readonly data: unknown;
}

/** Both texts of an event, parsed, if they are canonical: other spellings of the same content do not count as untouched. */
function canonicalParts(event: StoredEvent): CanonicalParts | undefined {
  try {
    const envelope = parseEnvelope(event);
    const data = parseData(event);
    if (FROM_ELSEWHERE.some((name) => Object.hasOwn(envelope, name))) return undefined;
    return canonicalJson(envelope) === event.metadata && canonicalJson(data) === event.data ? { envelope, data } : undefined;
  } catch {
    return undefined;
  }
}

function recomputedHash({ stream, revision, data: text }: StoredEvent, { envelope: stored, data }: CanonicalParts): string {
  const { prevHash, hash: _claimed, ...envelope } = stored;
  // The quick way knows the members of this version only: whatever else stands in the metadata is hashed, too.
  if (Object.keys(stored).length !== MEMBERS) return eventHash(prevHash, { ...envelope, stream, revision, data });
  return hashOfParts(prevHash, { ...envelope, stream, revision }, text);
}

/** Verifies one event, as stored, against the head before it: the new head, or what is wrong. */
export function chainStep(event: StoredEvent, stream: string, previous: ChainHead): ChainFault | ChainHead {
  if (event.stream !== stream) return 'STREAM';
  if (event.revision !== previous.revision + 1) return 'REVISION';
  const parts = canonicalParts(event);
  if (parts === undefined) return 'FORM';
  const { eventId, type, prevHash, hash } = parts.envelope;
  if (eventId !== event.id || type !== event.type) return 'IDENTITY';
  if (prevHash !== previous.hash) return 'LINK';
  if (recomputedHash(event, parts) !== hash) return 'HASH';
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
    const next = chainStep(event, first.stream, head);
    if (typeof next === 'string') return { ok: false, revision: head.revision + 1, reason: next };
    head = next;
  }
  return { ok: true, head };
}
