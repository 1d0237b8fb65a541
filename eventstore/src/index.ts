/** The event store: its port, the embedded adapter and the one for EventStoreDB. The compliance suite is `#eventstore/compliance.js`. */
export * from './port.js';
export { openEmbeddedEventStore } from './embedded/open-embedded-event-store.js';
export { renewStoreId } from './embedded/renew-store-id.js';
export { openEsdbEventStore } from './esdb/open-esdb-event-store.js';
export type { EsdbLog, EsdbOptions, EsdbTimeouts } from './esdb/esdb-options.js';
export { EVENTS_MODULE, eventsWriterModule } from './embedded/events-protocol.js';
