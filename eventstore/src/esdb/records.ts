import { EventStoreError, type StoredEvent } from '../port.js';
import { fromWire } from './content.js';
import { eventPosition } from './position.js';
import type { WireRecord } from './wire.js';

/** @throws EventStoreError STORE_FAILED when the server is older than 22.6 and leaves out positions */
export function toStoredEvent(record: WireRecord): StoredEvent {
  if (record.position === undefined)
    throw new EventStoreError('STORE_FAILED', 'this EventStoreDB does not tell the positions of events: it is too old');
  const { id, type, data, metadata } = fromWire(record);
  return { id, type, data, metadata, stream: record.streamId, revision: Number(record.revision), position: eventPosition(record.position) };
}
