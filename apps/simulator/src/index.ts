/** The fleet as a library: for the demo and for tests, in-process. */
export { startFleet, type Fleet } from './fleet/fleet.js';
export type { MeterFleet } from './fleet/meter-fleet.js';
export { defaultOptions, type FleetOptions } from './fleet/options.js';
