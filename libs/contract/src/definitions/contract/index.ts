export * from './bundle-actions.js';
export * from './client-operations.js';
export * from './exchanges.js';
