import { uuidv7, type Clock, type DecisionContext, type EventRegistry, type Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import { CommandAcceptor, type CommandAcceptorOptions } from './command-acceptor.js';
import { ScheduleOutdatedError, UnknownScheduleError, type ScheduleCommand } from './decide-schedule.js';
import { requestFormOf } from './occurrence-request.js';
import { OCCURRENCES } from './occurrence-document.js';
import type { DeviceList, RequestReader } from './ports.js';
import { SCHEDULES, viewOf } from './schedule-document.js';
import type { ScheduleDefinition } from './schedule-events.js';
import { ScheduleIndex } from './schedule-index.js';
import { ScheduleProcess } from './schedule-process.js';
import { ScheduleQueries, type ScheduleAt } from './schedule-queries.js';
import { ScheduleRepository, type ScheduleRepositoryOptions } from './schedule-repository.js';
import type { ScheduleState } from './schedule-state.js';
import { Scheduler, type SchedulerOptions } from './scheduler.js';
import { Slots } from './slots.js';
import { cronFault, nextOccurrence } from './time/cron.js';
import { ScheduleFaultError } from './time/schedule-fault.js';

export interface SchedulesOptions
  extends
    Pick<CommandAcceptorOptions, 'devices' | 'commands' | 'observer'>,
    Pick<SchedulerOptions, 'isMine' | 'pace'>,
    Pick<ScheduleRepositoryOptions, 'snapshots'> {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly registry: EventRegistry;
  readonly deviceList: DeviceList;
  readonly read: RequestReader;
  readonly clock: Clock;
  readonly log: Log;
  /** Commands of all schedules that are being accepted at once, so that clients are not kept waiting; default 16. */
  readonly concurrency?: number;
}

/** Who wants something of a schedule, and why. */
export interface Wish {
  readonly organisation: string;
  /** "organisation/application/user" */
  readonly actor: string;
  readonly reason: string;
}

const CONCURRENCY = 16;
const TRIES = 5;

/** Recurring jobs: at each occurrence one command per device. */
export class Schedules {
  private constructor(
    readonly queries: ScheduleQueries,
    private readonly repository: ScheduleRepository,
    private readonly index: ScheduleIndex,
    private readonly scheduler: Scheduler,
    private readonly options: Pick<SchedulesOptions, 'read' | 'clock'>,
  ) {}

  static async open({ concurrency = CONCURRENCY, ...options }: SchedulesOptions): Promise<Schedules> {
    await options.readStore.define([SCHEDULES, OCCURRENCES]);
    const schedules = new ScheduleRepository(options);
    const queries = new ScheduleQueries(options.readStore);
    const index = new ScheduleIndex({ ...options, schedules });
    const acceptor = new CommandAcceptor({ ...options, slots: new Slots(concurrency) });
    const process = new ScheduleProcess({ ...options, devices: options.deviceList, schedules, acceptor });
    return new Schedules(queries, schedules, index, new Scheduler({ ...options, process, queries, index }), options);
  }

  /** Keeps the read model; resolves after the signal aborted. */
  async follow(signal: AbortSignal): Promise<void> {
    await this.index.follow(signal);
    await this.repository.settle();
  }

  /** Begins occurrences; the list of devices should be complete by then. Resolves after the signal aborted and nothing is under way any more. */
  async run(signal: AbortSignal): Promise<void> {
    await this.scheduler.run(signal);
  }

  /** True when the list of schedules has come to `position` within `ms`; false then, or when the signal aborts. */
  async waitFor(position: number, ms: number, signal: AbortSignal): Promise<boolean> {
    return this.index.waitFor(position, ms, signal);
  }

  /** As it stands on its stream. @throws UnknownScheduleError also for one of another organisation, and for one that was deleted */
  async get(id: string, organisation: string): Promise<ScheduleAt> {
    const { state, position } = await this.load(id, organisation);
    return shown(state, position);
  }

  /** @throws ScheduleFaultError, and what the reader of requests throws, for the next occurrence's request */
  async create(definition: ScheduleDefinition, wish: Wish): Promise<ScheduleAt> {
    const { clock } = this.options;
    this.check(definition);
    const id = uuidv7(clock.now());
    const { organisation, reason } = wish;
    // The first event's id derives from the schedule's, as the process names it for the cause of what it does.
    return this.execute(id, { kind: 'Create', definition, organisation, reason }, wish, id);
  }

  /** What `changes` names takes the place of what was. @throws UnknownScheduleError, and what {@link create} throws */
  async change(id: string, changes: Partial<ScheduleDefinition>, wish: Wish): Promise<ScheduleAt> {
    for (let tries = 1; ; tries++) {
      const { state } = await this.load(id, wish.organisation);
      const definition = { ...state.definition, ...changes };
      this.check(definition);
      try {
        return await this.execute(id, { kind: 'Change', definition, version: state.version, reason: wish.reason }, wish);
      } catch (error) {
        if (!(error instanceof ScheduleOutdatedError) || tries === TRIES) throw error;
      }
    }
  }

  /** @throws UnknownScheduleError */
  async act(id: string, kind: 'Pause' | 'Resume' | 'Delete', wish: Wish): Promise<ScheduleAt> {
    await this.load(id, wish.organisation);
    return this.execute(id, { kind, reason: wish.reason }, wish);
  }

  private check(definition: ScheduleDefinition): void {
    const fault = cronFault(definition.cron);
    const next = fault === undefined ? nextOccurrence(definition, this.options.clock.now()) : undefined;
    if (next === undefined) throw new ScheduleFaultError([{ field: 'cron', message: fault ?? 'never occurs' }]);
    this.options.read(requestFormOf(definition, next));
  }

  private async load(id: string, organisation: string) {
    const { state, position } = await this.repository.load(id);
    const { definition } = state;
    if (definition === null || state.status === 'DELETED' || state.organisation !== organisation) throw new UnknownScheduleError(id);
    return { state: { ...state, definition }, position };
  }

  private async execute(id: string, command: ScheduleCommand, { actor }: Wish, commandId = uuidv7(this.options.clock.now())): Promise<ScheduleAt> {
    const context: DecisionContext = { commandId, correlationUid: id, causationId: null, actor };
    const { state, position } = await this.repository.execute(id, command, context);
    return shown(state, position);
  }
}

function shown(state: ScheduleState, position: number): ScheduleAt {
  const view = viewOf(state);
  if (view === undefined) throw new UnknownScheduleError(state.id);
  return { ...view, position };
}
