import type { MeterEventQueries, MeterReadQueries, CommandQueries, DeviceQueries, KeyQueries, ReadModels } from '#projections';
import type { Clock, EventRegistry, Log } from '#event-sourcing';
import type { Checkpointer, DeviceRepository, Limits, LimitTable, Notifications, Organisations, PermitScope, Schedules } from '#orchestration';
import type { Access, OrganisationDirectory } from '#security';
import type { Stores } from '#stores';
import type { Roles } from '../config/roles.js';
import type { Metrics } from '../metrics/metrics.js';
import type { CommandEndings } from './command-endings.js';

export interface Queries {
  readonly commands: CommandQueries;
  readonly devices: DeviceQueries;
  readonly keys: KeyQueries;
  readonly meterReads: MeterReadQueries;
  readonly meterEvents: MeterEventQueries;
}

/** Limits of connections, and how many are open. */
export interface PermitDesk {
  readonly limits: Limits;
  readonly table: LimitTable;
  readonly permits: { inUse(scope: PermitScope): number };
}

/** The running platform, as its HTTP interface uses it. */
export interface Platform {
  readonly roles: Roles;
  readonly stores: Stores;
  readonly devices: DeviceRepository;
  readonly registry: EventRegistry;
  readonly runner: ReadModels;
  readonly queries: Queries;
  readonly endings: CommandEndings;
  readonly checkpoints: Checkpointer;
  readonly notifications: Notifications;
  readonly schedules: Schedules;
  readonly limits: PermitDesk;
  readonly access: Access;
  readonly organisations: Organisations;
  /** Asked on each request: what {@link organisations} know. */
  readonly directory: OrganisationDirectory;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
  readonly plainKeys: 'accept' | 'reject';
  /** Aborts when the platform stops: whoever waits for something answers now. */
  readonly stopping: AbortSignal;
  /** The read models have caught up and commands are being carried out. */
  isReady(): boolean;
  /** Port that meters send to by themselves; undefined where this process does not listen. */
  pushPort(): number | undefined;
  /** Resolves when work goes on in the background: {@link isReady} becomes true when the read models have caught up. */
  start(): Promise<void>;
  /** Lets those who wait for something answer now; the rest of stopping is {@link stop}. */
  beginStop(): void;
  /** Ends or gives up sessions, then closes everything; within about three seconds. Idempotent. */
  stop(): Promise<void>;
}
