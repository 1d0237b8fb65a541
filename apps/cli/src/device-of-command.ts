import { DEVICE_STREAM_PREFIX } from '#orchestration';
import type { EventStore } from '#eventstore/port.js';

/**
 * The device that a command was accepted for; undefined when there is none. Looks through the record: it has no index of commands. Of two devices
 * with one uid (an idempotency key that was used for both) it answers the first.
 * @param onEvents told how far it is, as a position
 */
export async function deviceOfCommand(store: EventStore, correlationUid: string, onEvents: (position: number) => void): Promise<string | undefined> {
  const filter = { streamPrefix: DEVICE_STREAM_PREFIX, types: ['CommandAccepted'] };
  for (let after = 0, atEnd = false; !atEnd;) {
    const page = await store.readAll({ ...filter, after, limit: 500 });
    const found = page.events.find(({ metadata }) => metadata.includes(correlationUid) && correlationUidIn(metadata) === correlationUid);
    if (found !== undefined) return found.stream.slice(DEVICE_STREAM_PREFIX.length);
    ({ next: after, atEnd } = page);
    onEvents(after);
  }
  return undefined;
}

function correlationUidIn(metadata: string): unknown {
  const envelope: unknown = JSON.parse(metadata);
  return typeof envelope === 'object' && envelope !== null && 'correlationUid' in envelope ? envelope.correlationUid : undefined;
}
