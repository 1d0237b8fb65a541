import { Checkpointer, Limits, LimitTable, type Limit, type Schedules } from '#orchestration';
import { readStoreSnapshots, savedStreamHeads } from '#projections';
import type { Metrics } from '../metrics/metrics.js';
import { openSchedules } from '../schedules/open-schedules.js';
import type { Core } from './core.js';
import type { PlatformOptions } from './platform-options.js';

const LIMIT: Limit = { maxConcurrency: 1_000, maxNewPerSecond: -1 };

/** The limits of connections, as they were set before. */
export async function openLimits(
  { stores, registry, clock, log }: Core,
  limit = LIMIT,
): Promise<{ readonly limits: Limits; readonly table: LimitTable }> {
  const table = new LimitTable(limit);
  return { table, limits: await Limits.open({ store: stores.events, registry, clock, log, table }) };
}

/** @param observer of accepted commands */
export async function schedulesOn({ stores, registry, devices, queries, clock, log }: Core, observer: Metrics): Promise<Schedules> {
  const { events: store, reads: readStore } = stores;
  return openSchedules({
    store,
    readStore,
    registry,
    devices,
    deviceList: queries.devices,
    commands: queries.commands,
    clock,
    log,
    observer,
    snapshots: { store: readStoreSnapshots(readStore), log },
  });
}

/** @param signal aborts when the platform stops */
export async function checkpointsOn({ stores, clock, log }: Core, { checkpointFile }: PlatformOptions, signal: AbortSignal): Promise<Checkpointer> {
  const { events: store, signingKey: signer, reads } = stores;
  return new Checkpointer({ store, signer, saved: await savedStreamHeads(reads), clock, log, file: checkpointFile, signal });
}
