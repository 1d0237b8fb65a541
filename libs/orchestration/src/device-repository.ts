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
  /** Folded devices kept in memory. */
  readonly cacheSize?: number;
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
    super({ ...options, ...kept, stream: deviceStream, initialState, evolve });
    this.#policies = policies;
  }

  /** @throws CommandRefusedError when the decider says no; nothing was recorded then. */
  execute(deviceIdentification: string, command: DeviceCommand, context: ActContext) {
    return this.decide(deviceIdentification, context, (state, now) => decide(command, state, now, this.#policies));
  }
}

export const deviceRepository = (options: DeviceRepositoryOptions): DeviceRepository => new DeviceRepository(options);
