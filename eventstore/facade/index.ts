/** A gRPC façade over the embedded event store, for tests of whatever talks to EventStoreDB through the official client. */
export type { Credentials } from './access.js';
export type { Facade, FacadeOptions, FacadeTls } from './facade.js';
export { startFacade } from './start-facade.js';
