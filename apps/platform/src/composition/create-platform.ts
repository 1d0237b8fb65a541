import { NotificationQueries, sweepResults } from '#orchestration';
import { ALL_ROLES } from '../config/roles.js';
import { createMetrics } from '../metrics/metrics.js';
import { openNotifications } from '../notifications/open-notifications.js';
import { CommandEndings } from './command-endings.js';
import { openCore } from './core.js';
import { createDispatch, type Dispatch } from './create-dispatch.js';
import { inOneProcess, openLeases } from './open-leases.js';
import { checkpointsOn, openLimits, schedulesOn } from './open-parts.js';
import { openReadModels } from './open-read-models.js';
import type { PlatformOptions } from './platform-options.js';
import type { Platform } from './platform.js';
import { untilCaughtUp } from './until-caught-up.js';

export type { PlatformOptions } from './platform-options.js';

const CHECKPOINT_INTERVAL = 3_600_000;

/** Puts the platform together on its stores: the parts that its roles need. @throws what `openStores` throws */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const core = await openCore(options);
  const { stores, registry, devices, queries, access, organisations, directory, clock, log } = core;
  const { events: store, reads: readStore, results } = stores;
  const { roles = ALL_ROLES } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let dispatch: Dispatch | undefined;
  const leases = openLeases(options, core, () => dispatch?.busyDevices ?? []);
  const inOne = inOneProcess(leases, core, signal);
  const readModels = openReadModels(options, core, inOne, signal);
  const runner = readModels.models;
  const metrics = createMetrics({
    openCommands: () => readStore.count('due'),
    projections: () => runner.status(),
    pendingNotifications: () => new NotificationQueries(readStore).pending(),
  });
  if (leases !== undefined) metrics.watchLeases(leases);
  const { limits, table } = await openLimits(core, options.limit);
  if (roles.has('orchestrator')) dispatch = createDispatch(options, core, { runner, leases, metrics, table });
  const endings = new CommandEndings({ store, registry, runner, commands: queries.commands, metrics, clock, log });
  const notifications = await openNotifications(options, { store, readStore, registry, clock, log, observer: metrics.notifications });
  const schedules = await schedulesOn(core, metrics);
  const checkpoints = await checkpointsOn(core, options, signal);

  const background: Promise<void>[] = [];
  let ready = false;
  let stopped: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    await untilCaughtUp(runner, store, signal);
    if (signal.aborted) return;
    await dispatch?.start();
    ready = !signal.aborted;
    if (dispatch === undefined) return;
    const interval = options.checkpointInterval ?? CHECKPOINT_INTERVAL;
    await Promise.all([
      inOne('schedules', async (over) => schedules.run(over)),
      inOne('checkpoints', async (over) => checkpoints.run(interval, over)),
    ]);
  };
  /** What the roles of this process have going on from its start to its end. */
  const services = (): readonly Promise<void>[] => [
    work().catch((error: unknown) => log.error({ err: error }, 'commands cannot be carried out')),
    limits.run(signal),
    organisations.follow(signal),
    ...(roles.has('api') ? [endings.follow(signal)] : []),
    ...(roles.has('api') || roles.has('orchestrator') ? [notifications.follow(signal), schedules.follow(signal)] : []),
    ...(roles.has('orchestrator')
      ? [sweepResults(results, clock, log, signal), inOne('notifications', async (over) => notifications.deliver(over))]
      : []),
  ];
  const beginStop = (): void => {
    stopping.abort();
    ready = false;
  };
  const stop = async (): Promise<void> => {
    beginStop();
    try {
      await dispatch?.stop();
      await readModels.stop();
      await devices.settle();
      await Promise.allSettled(background);
      await leases?.stop();
    } finally {
      await stores.close();
    }
  };
  return {
    roles,
    stores,
    devices,
    registry,
    runner,
    queries,
    endings,
    checkpoints,
    notifications,
    limits: { limits, table, permits: dispatch?.permits ?? { inUse: () => 0 } },
    schedules,
    access,
    organisations,
    directory,
    metrics,
    clock,
    log,
    plainKeys: options.plainKeys,
    stopping: signal,
    isReady: () => ready,
    pushPort: () => dispatch?.pushPort,
    async start() {
      await dispatch?.listen();
      leases?.start();
      await readModels.start();
      if (!signal.aborted) background.push(...services());
    },
    beginStop,
    stop: () => (stopped ??= stop()),
  };
}
