/** Which store lies where: opens everything that lasts, for the platform and the command line alike; moves it house; backs it up. */
export { openStores } from './open-stores.js';
export type { StoreProblem, Stores, StoresOptions } from './stores.js';
export { StoresError, type StoresErrorCode } from './stores-error.js';
export { CopyError, type CopyErrorCode } from './copy/copy-error.js';
export { copyHouse, type CopyOptions, type CopyReport } from './copy/copy-house.js';
export type { CopyPhase, CopyProgress } from './copy/progress.js';
export type { House, HouseAddress } from './houses/house.js';
export { openHouse } from './houses/open-house.js';
