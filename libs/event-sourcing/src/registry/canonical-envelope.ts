import type { EventEnvelope } from './event.js';

/** What the metadata of a stored event say: the envelope and its two links of the chain. */
export interface LinkedEnvelope extends EventEnvelope {
  readonly prevHash: string;
  readonly hash: string;
}

/** JSON strings without escapes; hashes and numbers as the validator of metadata wants them. */
const TEXT = '"([^"\\\\\\u0000-\\u001f]*)"';
const INSTANT = '"([^"\\\\\\u0000-\\u001f]+)"';
const HASH = '"([0-9a-f]{64})"';

/** The fields in the order of canonical JSON, which is how events are written. */
const CANONICAL = new RegExp(
  `^\\{"actor":${TEXT},"causationId":(?:null|${TEXT}),"commandId":${TEXT},"correlationUid":${TEXT},"eventId":${TEXT},"hash":${HASH},` +
    `"occurredAt":${INSTANT},"prevHash":${HASH},"recordedAt":${INSTANT},"schemaVersion":([1-9][0-9]{0,8}),"type":${TEXT}\\}$`,
);

/**
 * Reads metadata in the one form that nearly all have, at half the cost of a JSON parser and a validator. Answers what those would, or
 * undefined for whatever is not of this form, be it good or bad.
 */
export function canonicalEnvelope(metadata: string): LinkedEnvelope | undefined {
  const found = CANONICAL.exec(metadata);
  if (found === null) return undefined;
  const [, actor = '', causationId, commandId = '', correlationUid = '', eventId = '', hash = '', occurredAt = '', prevHash = '', recordedAt = ''] =
    found;
  return {
    eventId,
    type: found[11] ?? '',
    schemaVersion: Number(found[10]),
    commandId,
    correlationUid,
    causationId: causationId ?? null,
    actor,
    occurredAt,
    recordedAt,
    prevHash,
    hash,
  };
}
