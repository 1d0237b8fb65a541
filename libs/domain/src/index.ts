export * from './device/commands.js';
export * from './device/decide/index.js';
export * from './device/events/index.js';
export type { RecordedDeviceEvent } from './device/events/recorded.js';
export * from './device/evolve.js';
export { isConnectionCode } from './device/evolve-command.js';
export * from './device/policy.js';
export * from './device/refusal.js';
export * from './device/state.js';
