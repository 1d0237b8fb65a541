import { Type, type Static } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { StoredEvent } from '#eventstore/port.js';
import { canonicalEnvelope } from './canonical-envelope.js';
import { MalformedEventError } from './registry-errors.js';

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Instant = Type.String({ minLength: 1 });

/** The metadata of a stored event: the envelope and its two links of the chain. */
const StoredEnvelope = Type.Object({
  eventId: Type.String(),
  type: Type.String(),
  schemaVersion: Type.Integer({ minimum: 1 }),
  commandId: Type.String(),
  correlationUid: Type.String(),
  causationId: Type.Union([Type.String(), Type.Null()]),
  actor: Type.String(),
  occurredAt: Instant,
  recordedAt: Instant,
  prevHash: Hash,
  hash: Hash,
});
export type StoredEnvelope = Static<typeof StoredEnvelope>;

const validator = TypeCompiler.Compile(StoredEnvelope);

/** The envelope of a stored event. @throws MalformedEventError */
export function parseEnvelope(stored: StoredEvent): StoredEnvelope {
  const canonical = canonicalEnvelope(stored.metadata);
  if (canonical !== undefined) return canonical;
  const metadata = parseJson(stored, stored.metadata);
  if (!validator.Check(metadata)) throw new MalformedEventError(stored.type, stored.stream, stored.revision);
  return metadata;
}

/** The data of a stored event as it is stored. @throws MalformedEventError */
export function parseData(stored: StoredEvent): unknown {
  return parseJson(stored, stored.data);
}

function parseJson(stored: StoredEvent, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may be personal.
    throw new MalformedEventError(stored.type, stored.stream, stored.revision);
  }
}
