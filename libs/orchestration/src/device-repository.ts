import {
  decide,
  DEVICE_STATE_VERSION,
  evolve,
  initialState,
  type CommandPolicies,
  type DeviceCommand,
  type DeviceEvent,
  type DeviceState,
} from '#domain';
import { DeciderRepository, type Clock, type EventRegistry, type SnapshotOptions } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';

export const DEVICE_STREAM_PREFIX = 'device-';
export const deviceStream = (deviceIdentification: string): string => `${DEVICE_STREAM_PREFIX}${deviceIdentification}`;

export interface DeviceRepositoryOptions {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly clock: Clock;
  readonly policies: CommandPolicies;
  /** Default: none. */
  readonly snapshots?: Omit<SnapshotOptions, 'version'>;
  /** What may be kept of folded devices, bytes, roughly; default {@link CACHE_BYTES}. */
  readonly cacheSize?: number;
}

/** Some tens of thousands of devices that have little to remember, thousands of those that have much. */
const CACHE_BYTES = 128 * 1024 * 1024;
/** What a fold takes in memory, bytes: measured, with some room. */
const DEVICE_BYTES = 2_500;
const OPEN_BYTES = 800;
const CLOSED_BYTES = 300;

function weigh({ open, closed }: DeviceState): number {
  return DEVICE_BYTES + OPEN_BYTES * Object.keys(open).length + CLOSED_BYTES * closed.length;
}

export interface ActContext {
  /** Identity of this act: the same act repeated has the same id and happens once. */
  readonly commandId: string;
  readonly correlationUid: string;
  readonly causationId: string | null;
  readonly actor: string;
}

/** Devices as decider streams. */
export class DeviceRepository extends DeciderRepository<DeviceState, DeviceEvent> {
  readonly #policies: CommandPolicies;

  constructor({ policies, snapshots, ...options }: DeviceRepositoryOptions) {
    const kept = snapshots === undefined ? {} : { snapshots: { ...snapshots, version: DEVICE_STATE_VERSION } };
    super({ cacheSize: CACHE_BYTES, ...options, ...kept, weigh, stream: deviceStream, initialState, evolve });
    this.#policies = policies;
  }

  /** @throws CommandRefusedError when the decider says no; nothing was recorded then. */
  execute(deviceIdentification: string, command: DeviceCommand, context: ActContext) {
    return this.decide(deviceIdentification, context, (state, now) => decide(command, state, now, this.#policies));
  }
}

export const deviceRepository = (options: DeviceRepositoryOptions): DeviceRepository => new DeviceRepository(options);
