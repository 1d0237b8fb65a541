import { canonicalString } from '../canonical-json.js';
import type { EventEnvelope } from '../registry/event.js';

/** Members of an envelope as canonical JSON has them, name and value: the hash of an event and its metadata hold the same ones. */
export interface EnvelopeTexts {
  /** The four that stand before all others: `actor`, `causationId`, `commandId`, `correlationUid`. */
  readonly origin: string;
  readonly eventId: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly schemaVersion: string;
  readonly type: string;
}

/** @throws CanonicalJsonError */
export function envelopeTexts(envelope: EventEnvelope): EnvelopeTexts {
  const { actor, causationId, commandId, correlationUid, eventId, occurredAt, recordedAt, schemaVersion, type } = envelope;
  const cause = causationId === null ? '"causationId":null' : member('causationId', causationId);
  return {
    origin: `${member('actor', actor)},${cause},${member('commandId', commandId)},${member('correlationUid', correlationUid)}`,
    eventId: member('eventId', eventId),
    occurredAt: member('occurredAt', occurredAt),
    recordedAt: member('recordedAt', recordedAt),
    schemaVersion: `"schemaVersion":${schemaVersion}`,
    type: member('type', type),
  };
}

export const member = (name: string, value: string): string => `"${name}":${canonicalString(value, `/${name}`)}`;
