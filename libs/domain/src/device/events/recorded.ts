import type { RecordedEvent } from '#event-sourcing';
import type { DeviceEvent } from './index.js';

/** A device event as read back from its stream. */
export type RecordedDeviceEvent = { [K in DeviceEvent['type']]: RecordedEvent<K, Extract<DeviceEvent, { type: K }>['data']> }[DeviceEvent['type']];
