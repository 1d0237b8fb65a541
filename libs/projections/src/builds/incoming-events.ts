import type { RecordedDeviceEvent } from '#domain';
import type { EventRegistry } from '#event-sourcing';
import type { StoredEvent } from '#eventstore/port.js';
import { deviceOf } from '../device-stream.js';

/** A stored event on its way to the projections. */
export interface IncomingEvent {
  readonly stored: StoredEvent;
  /** Undefined: not a device's event; it only moves positions. */
  readonly device: string | undefined;
  /** Undefined when no projection handles its type. */
  readonly decoded?: RecordedDeviceEvent | Error;
}

/** Decodes what some projection handles. An event that cannot be decoded comes as its error, so that it harms its own device alone. */
export async function decodeIncoming(
  events: readonly StoredEvent[],
  registry: EventRegistry,
  handled: ReadonlySet<string>,
): Promise<readonly IncomingEvent[]> {
  const wanted = events.filter((event) => handled.has(event.type) && deviceOf(event.stream) !== undefined);
  const decoded = await decodeEach(wanted, registry);
  return events.map((stored) => {
    const result = decoded.get(stored.position);
    return { stored, device: deviceOf(stored.stream), ...(result === undefined ? {} : { decoded: result }) };
  });
}

async function decodeEach(events: readonly StoredEvent[], registry: EventRegistry): Promise<ReadonlyMap<number, RecordedDeviceEvent | Error>> {
  const results = new Map<number, RecordedDeviceEvent | Error>();
  try {
    for (const event of await registry.decodeAll(events)) results.set(event.position, event as RecordedDeviceEvent);
  } catch {
    for (const event of events) results.set(event.position, await decodeOne(event, registry));
  }
  return results;
}

async function decodeOne(event: StoredEvent, registry: EventRegistry): Promise<RecordedDeviceEvent | Error> {
  try {
    const [decoded] = await registry.decodeAll([event]);
    return decoded as RecordedDeviceEvent;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
