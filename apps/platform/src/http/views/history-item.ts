import { formatPosition, type RecordedEvent } from '#event-sourcing';

/** An event as history and stream show it. */
export function historyItem(event: RecordedEvent, storeId: string) {
  const { revision, position, type, schemaVersion, occurredAt, recordedAt, correlationUid, causationId, actor, data, hash, prevHash } = event;
  return {
    revision,
    position: formatPosition(storeId, position),
    type,
    schemaVersion,
    occurredAt,
    recordedAt,
    correlationUid,
    causationId,
    actor,
    data,
    hash,
    prevHash,
  };
}
