import { NotificationQueries, sweepResults } from '#orchestration';
import { allProjections, ProjectionRunner } from '#projections';
import { createMetrics } from '../metrics/metrics.js';
import { openNotifications } from '../notifications/open-notifications.js';
import { CommandEndings } from './command-endings.js';
import { openCore } from './core.js';
import { createDispatch } from './create-dispatch.js';
import { checkpointsOn, openLimits, schedulesOn } from './open-parts.js';
import type { PlatformOptions } from './platform-options.js';
import type { Platform } from './platform.js';
import { untilCaughtUp } from './until-caught-up.js';

export type { PlatformOptions } from './platform-options.js';

/** Under load read models follow in steps of this many ms, which saves transactions and stays far below a second. */
const GATHER = 40;
const CHECKPOINT_INTERVAL = 3_600_000;

/** Puts the platform together on its stores. @throws what `openStores` throws */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const core = await openCore(options);
  const { stores, registry, devices, queries, access, clock, log } = core;
  const { events: store, reads: readStore, results } = stores;
  const stopping = new AbortController();
  const runner = new ProjectionRunner({ store, readStore, registry, projections: allProjections, clock, log, gather: GATHER });
  const metrics = createMetrics({
    openCommands: () => readStore.count('due'),
    projections: () => runner.status(),
    pendingNotifications: () => new NotificationQueries(readStore).pending(),
  });
  const { limits, table } = await openLimits(core, options.limit);
  const dispatch = createDispatch(options, core, { runner, metrics, table });
  const endings = new CommandEndings({ store, registry, runner, commands: queries.commands, metrics, clock, log });
  const notifications = await openNotifications(options, { store, readStore, registry, clock, log, observer: metrics.notifications });
  const schedules = await schedulesOn(core, metrics);
  const checkpoints = await checkpointsOn(core, options, stopping.signal);

  const background: Promise<void>[] = [];
  let ready = false;
  let stopped: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    await untilCaughtUp(runner, store, stopping.signal);
    if (stopping.signal.aborted) return;
    await dispatch.start();
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
      await dispatch.stop();
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
    limits: { limits, table, permits: dispatch.permits },
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
