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
  readonly decoded: RecordedDeviceEvent | Error | undefined;
}

/** Decodes what some projection handles. An event that cannot be decoded comes as its error, so that it harms its own device alone. */
export async function decodeIncoming(
  events: readonly StoredEvent[],
  registry: EventRegistry,
  handled: ReadonlySet<string>,
): Promise<readonly IncomingEvent[]> {
  const devices: (string | undefined)[] = [];
  const wanted: StoredEvent[] = [];
  for (const event of events) {
    const device = handled.has(event.type) ? deviceOf(event.stream) : undefined;
    devices.push(device);
    if (device !== undefined) wanted.push(event);
  }
  const decoded = await decodeEach(wanted, registry);
  let next = 0;
  return events.map((stored, index) => {
    const device = devices[index];
    return device === undefined ? { stored, device: deviceOf(stored.stream), decoded: undefined } : { stored, device, decoded: decoded[next++] };
  });
}

async function decodeEach(events: readonly StoredEvent[], registry: EventRegistry): Promise<readonly (RecordedDeviceEvent | Error)[]> {
  try {
    return (await registry.decodeUnread(events)) as readonly RecordedDeviceEvent[];
  } catch {
    return Promise.all(events.map(async (event) => decodeOne(event, registry)));
  }
}

async function decodeOne(event: StoredEvent, registry: EventRegistry): Promise<RecordedDeviceEvent | Error> {
  try {
    const [decoded] = await registry.decodeUnread([event]);
    return decoded as RecordedDeviceEvent;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
