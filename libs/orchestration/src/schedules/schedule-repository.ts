import { DeciderRepository, type Clock, type DecisionContext, type EventRegistry, type SnapshotOptions } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import { decideSchedule, type ScheduleCommand } from './decide-schedule.js';
import type { ScheduleEvent } from './schedule-events.js';
import { evolve, initialState, SCHEDULE_STATE_VERSION, type ScheduleState } from './schedule-state.js';

/** Actor of what the platform does about schedules. */
export const SCHEDULER = 'meterlog/scheduler';

export const SCHEDULE_STREAM_PREFIX = 'process-schedule-';

export interface ScheduleRepositoryOptions {
  readonly store: EventStore;
  /** Must know the schedule event types. */
  readonly registry: EventRegistry;
  readonly clock: Clock;
  /** Default: none. */
  readonly snapshots?: Omit<SnapshotOptions, 'version'> | undefined;
}

/** Schedules as decider streams, by their id. */
export class ScheduleRepository extends DeciderRepository<ScheduleState, ScheduleEvent> {
  constructor({ snapshots, ...options }: ScheduleRepositoryOptions) {
    const kept = snapshots === undefined ? {} : { snapshots: { ...snapshots, version: SCHEDULE_STATE_VERSION } };
    super({ ...options, ...kept, stream: (id) => `${SCHEDULE_STREAM_PREFIX}${id}`, initialState, evolve });
  }

  /** @throws UnknownScheduleError, ScheduleOutdatedError; nothing was recorded then */
  execute(id: string, command: ScheduleCommand, context: DecisionContext) {
    return this.decide(id, context, (state, now) => decideSchedule(command, state, now));
  }
}
