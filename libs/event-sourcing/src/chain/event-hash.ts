import { createHash, hash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.js';
import type { EventEnvelope } from '../registry/event.js';
import { envelopeTexts, member, type EnvelopeTexts } from './envelope-texts.js';

/** Everything that the hash of an event covers. */
export interface HashedEvent extends EventEnvelope {
  readonly stream: string;
  readonly revision: number;
  /** As stored, i.e. behind the codec. */
  readonly data: unknown;
}

/** What the first event of a stream has as `prevHash`: SHA-256("meterlog/1/" + stream), in hex. */
export function firstHash(stream: string): string {
  return hash('sha256', `meterlog/1/${stream}`, 'hex');
}

/**
 * SHA-256 over the 32 bytes of the previous hash followed by the canonical JSON (RFC 8785, UTF-8) of the event, in hex.
 * @param prevHash 64 hex digits
 */
export function eventHash(prevHash: string, event: HashedEvent): string {
  return createHash('sha256').update(prevHash, 'hex').update(canonicalJson(event), 'utf8').digest('hex');
}

const HASH_BYTES = 32;

type Placed = Omit<HashedEvent, 'data'>;

/** The same for whoever has the canonical text of the data already: large data is then written once. */
export function hashOfParts(prevHash: string, event: Placed, data: string): string {
  return hashOfTexts(prevHash, envelopeTexts(event), event, data);
}

/** The hash of an event, and the canonical text of its metadata: the envelope with both links of the chain. */
export function linkEvent(prevHash: string, event: Placed, data: string): { readonly hash: string; readonly metadata: string } {
  const texts = envelopeTexts(event);
  const hash = hashOfTexts(prevHash, texts, event, data);
  const { origin, eventId, occurredAt, recordedAt, schemaVersion, type } = texts;
  const metadata = `{${origin},${eventId},"hash":"${hash}",${occurredAt},"prevHash":"${prevHash}",${recordedAt},${schemaVersion},${type}}`;
  return { hash, metadata };
}

/** The members stand in canonical order. */
function hashOfTexts(prevHash: string, texts: EnvelopeTexts, { stream, revision }: Placed, data: string): string {
  const { origin, eventId, occurredAt, recordedAt, schemaVersion, type } = texts;
  const place = `"revision":${revision},${schemaVersion},${member('stream', stream)}`;
  const text = `{${origin},"data":${data},${eventId},${occurredAt},${recordedAt},${place},${type}}`;
  const bytes = Buffer.allocUnsafe(HASH_BYTES + Buffer.byteLength(text, 'utf8'));
  if (bytes.write(prevHash, 0, 'hex') !== HASH_BYTES) throw new TypeError('a hash has 64 hex digits');
  bytes.write(text, HASH_BYTES, 'utf8');
  // In one call: an object for each hash costs more than the hash of most events.
  return hash('sha256', bytes, 'hex');
}
