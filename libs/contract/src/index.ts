export * from './definitions/data.js';
export * from './definitions/enumerations.js';
export * from './definitions/event-types.js';
export * from './definitions/fault.js';
export * from './definitions/fault-codes.js';
export * from './definitions/operations.js';
export * from './definitions/options.js';
export * from './definitions/retry-class.js';
