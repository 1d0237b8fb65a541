/** The event store: its port and the embedded adapter. The compliance suite is `#eventstore/compliance.js`. */
export * from './port.js';
export { openEmbeddedEventStore } from './embedded/open-embedded-event-store.js';
export { EVENTS_MODULE, eventsWriterModule } from './embedded/events-protocol.js';
