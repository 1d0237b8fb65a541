/** Which store lies where: opens everything that lasts, for the platform and the command line alike. */
export { openStores } from './open-stores.js';
export type { StoreProblem, Stores, StoresOptions } from './stores.js';
export { StoresError, type StoresErrorCode } from './stores-error.js';
