import { randomBytes } from 'node:crypto';
import type { CommandPolicies } from '#domain';
import { EventRegistry, systemClock, type Clock, type Log } from '#event-sourcing';
import { Gateway, type GatewayOptions } from '#gateway';
import {
  allEventTypes,
  Checkpointer,
  deviceRepository,
  Dispatcher,
  Limits,
  LimitTable,
  localPermits,
  NotificationQueries,
  sweepResults,
  type Limit,
} from '#orchestration';
import {
  allProjections,
  CommandQueries,
  DeviceQueries,
  DueQueries,
  KeyQueries,
  MeterEventQueries,
  MeterReadQueries,
  ProjectionRunner,
  readStoreSnapshots,
  savedStreamHeads,
} from '#projections';
import type { ReadStore } from '#readstore/port.js';
import { createAccess, type MasterKeys } from '#security';
import { openStores } from '#stores';
import { createMetrics } from '../metrics/metrics.js';
import { openNotifications, type WebhookSettings } from '../notifications/open-notifications.js';
import { openSchedules } from '../schedules/open-schedules.js';
import { CommandEndings } from './command-endings.js';
import type { Platform, Queries } from './platform.js';
import { untilCaughtUp } from './until-caught-up.js';

export interface PlatformOptions extends WebhookSettings {
  readonly data: string;
  /** Connection strings; default: embedded. */
  readonly eventStore?: string | undefined;
  readonly readStore?: string | undefined;
  readonly apiKey: string;
  readonly masterKeys: MasterKeys;
  readonly plainKeys: 'accept' | 'reject';
  /** Durations in ms. */
  readonly connectTimeout: number;
  readonly responseTimeout: number;
  readonly policies: CommandPolicies;
  /** Permits of the whole network until they are set; default: 1000 connections at once. */
  readonly limit?: Limit;
  readonly resultTtl: number;
  /** Default: an hour. */
  readonly checkpointInterval?: number;
  /** Default: none. */
  readonly checkpointFile?: string | undefined;
  readonly log: Log;
  readonly clock?: Clock;
  /** Makes what talks to meters; default: the real one. */
  readonly gateway?: (options: GatewayOptions) => Pick<Gateway, 'run' | 'close'>;
}

const LIMIT: Limit = { maxConcurrency: 1_000, maxNewPerSecond: -1 };
/** Under load read models follow in steps of this many ms, which saves transactions and stays far below a second. */
const GATHER = 40;
/** What is left of three seconds goes to closing. */
const GRACE = 1_500;
const CHECKPOINT_INTERVAL = 3_600_000;

/** Puts the platform together on its stores. @throws what `openStores` throws */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const { log, clock = systemClock, policies, resultTtl } = options;
  const access = createAccess({ bootstrapKey: options.apiKey });
  const stores = await openStores(options);
  const { events: store, reads: readStore, vault, results } = stores;
  const registry = new EventRegistry(allEventTypes);
  const runner = new ProjectionRunner({ store, readStore, registry, projections: allProjections, clock, log, gather: GATHER });
  const metrics = createMetrics({
    openCommands: () => readStore.count('due'),
    projections: () => runner.status(),
    pendingNotifications: () => new NotificationQueries(readStore).pending(),
  });
  const devices = deviceRepository({ store, registry, clock, policies, snapshots: { store: readStoreSnapshots(readStore), log } });
  const gateway = (options.gateway ?? ((from) => new Gateway(from)))({
    vault,
    clock,
    log,
    random: randomBytes,
    connectTimeout: options.connectTimeout,
    responseTimeout: options.responseTimeout,
    observer: metrics.sessions,
  });
  const due = new DueQueries(readStore);
  const table = new LimitTable(options.limit ?? LIMIT);
  const limits = await Limits.open({ store, registry, clock, log, table });
  const permits = localPermits(table);
  const observer = metrics.dispatch;
  const dispatcher = new Dispatcher({ store, devices, due, gateway, results, runner, permits, clock, log, resultTtl, observer });
  metrics.watchDispatcher({ inUse: () => permits.inUse(''), queued: () => dispatcher.queued });
  const queries = queriesOn(readStore);
  const endings = new CommandEndings({ store, registry, runner, commands: queries.commands, metrics, clock, log });

  const notifications = await openNotifications(options, { store, readStore, registry, clock, log, observer: metrics.notifications });
  const schedules = await openSchedules({
    store,
    readStore,
    registry,
    devices,
    deviceList: queries.devices,
    commands: queries.commands,
    clock,
    log,
    observer: metrics,
    snapshots: { store: readStoreSnapshots(readStore), log },
  });

  const stopping = new AbortController();
  const checkpoints = new Checkpointer({
    store,
    signer: stores.signingKey,
    saved: await savedStreamHeads(readStore),
    clock,
    log,
    file: options.checkpointFile,
    signal: stopping.signal,
  });
  const background: Promise<void>[] = [];
  let ready = false;
  let stopped: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    await untilCaughtUp(runner, store, stopping.signal);
    if (stopping.signal.aborted) return;
    await dispatcher.start();
    ready = true;
    background.push(schedules.run(stopping.signal));
    await checkpoints.run(options.checkpointInterval ?? CHECKPOINT_INTERVAL, stopping.signal);
  };
  const beginStop = (): void => {
    stopping.abort();
    ready = false;
  };
  const stop = async (): Promise<void> => {
    beginStop();
    try {
      await dispatcher.stop(GRACE);
      await gateway.close();
      await runner.stop();
      await devices.settle();
      await Promise.allSettled(background);
    } finally {
      await stores.close();
    }
  };
  return {
    stores,
    devices,
    registry,
    runner,
    queries,
    endings,
    checkpoints,
    notifications,
    limits: { limits, table, permits },
    schedules,
    access,
    metrics,
    clock,
    log,
    plainKeys: options.plainKeys,
    stopping: stopping.signal,
    isReady: () => ready,
    async start() {
      await runner.start();
      background.push(
        work().catch((error: unknown) => log.error({ err: error }, 'commands cannot be carried out')),
        sweepResults(results, clock, log, stopping.signal),
        endings.follow(stopping.signal),
        notifications.run(stopping.signal),
        limits.run(stopping.signal),
        schedules.follow(stopping.signal),
      );
    },
    beginStop,
    stop: () => (stopped ??= stop()),
  };
}

function queriesOn(readStore: ReadStore): Queries {
  return {
    commands: new CommandQueries(readStore),
    devices: new DeviceQueries(readStore),
    keys: new KeyQueries(readStore),
    meterReads: new MeterReadQueries(readStore),
    meterEvents: new MeterEventQueries(readStore),
  };
}
