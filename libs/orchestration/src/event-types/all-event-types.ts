import { deviceEventTypes } from '#domain';
import { checkpointEventTypes, type EventType } from '#event-sourcing';

/** Every event type that a store of the platform may hold: whoever reads or writes the record registers these. */
export const allEventTypes: readonly EventType[] = [...deviceEventTypes, ...checkpointEventTypes];
