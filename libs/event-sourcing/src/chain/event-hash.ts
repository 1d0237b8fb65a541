import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.js';
import type { EventEnvelope } from '../registry/event.js';

/** Everything that the hash of an event covers. */
export interface HashedEvent extends EventEnvelope {
  readonly stream: string;
  readonly revision: number;
  /** As stored, i.e. behind the codec. */
  readonly data: unknown;
}

/** What the first event of a stream has as `prevHash`: SHA-256("meterlog/1/" + stream), in hex. */
export function firstHash(stream: string): string {
  return createHash('sha256').update(`meterlog/1/${stream}`, 'utf8').digest('hex');
}

/**
 * SHA-256 over the 32 bytes of the previous hash followed by the canonical JSON (RFC 8785, UTF-8) of the event, in hex.
 * @param prevHash 64 hex digits
 */
export function eventHash(prevHash: string, event: HashedEvent): string {
  return createHash('sha256').update(prevHash, 'hex').update(canonicalJson(event), 'utf8').digest('hex');
}

/**
 * The same for whoever has the canonical text of the data already: large data is then written once. The other members stand
 * around `data` in their canonical order.
 */
export function hashOfParts(prevHash: string, event: Omit<HashedEvent, 'data'>, data: string): string {
  const { actor, causationId, commandId, correlationUid, eventId, occurredAt, recordedAt, revision, schemaVersion, stream, type, ...more } = event;
  more satisfies Record<PropertyKey, never>;
  const before = canonicalJson({ actor, causationId, commandId, correlationUid }).slice(0, -1);
  const after = canonicalJson({ eventId, occurredAt, recordedAt, revision, schemaVersion, stream, type }).slice(1);
  return createHash('sha256').update(prevHash, 'hex').update(`${before},"data":${data},${after}`, 'utf8').digest('hex');
}
