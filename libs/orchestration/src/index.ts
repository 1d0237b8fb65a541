export { GATEWAY, ORCHESTRATOR } from './acts.js';
export { DEVICE_STREAM_PREFIX, DeviceRepository, deviceRepository, deviceStream, type ActContext } from './device-repository.js';
export { Dispatcher, type DispatcherDependencies } from './dispatcher.js';
export { allEventTypes } from './event-types/all-event-types.js';
export { CheckpointRefusedError } from './checkpoints/checkpoint-refused.js';
export { Checkpointer, CHECKPOINTER, type CheckpointerOptions, type MadeCheckpoint } from './checkpoints/checkpointer.js';
export { sweepResults } from './housekeeping.js';
export { responseJson } from './stored-response.js';
export type { DispatchObserver, DueIndex, DueRow, ProjectionProgress, RunningRow } from './ports.js';
