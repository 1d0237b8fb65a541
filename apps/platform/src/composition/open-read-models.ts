import { allProjections, ProjectionRunner, SharedReadModels, type ReadModels } from '#projections';
import { ALL_ROLES } from '../config/roles.js';
import type { Core } from './core.js';
import type { InOneProcess } from './open-leases.js';
import type { PlatformOptions } from './platform-options.js';

/** Read models, and who keeps them. */
export interface KeptReadModels {
  readonly models: ReadModels;
  start(): Promise<void>;
  /** Call when the signal has aborted. */
  stop(): Promise<void>;
}

/** Under load read models follow in steps of this many ms, which saves transactions and stays far below a second. */
const GATHER = 40;

/** @param signal aborts when the platform stops */
export function openReadModels(options: PlatformOptions, core: Core, inOne: InOneProcess, signal: AbortSignal): KeptReadModels {
  const { registry, clock, log } = core;
  const { events: store, reads: readStore } = core.stores;
  const settings = { store, readStore, registry, projections: allProjections, clock, log, gather: GATHER };
  if (options.eventStore === undefined) {
    const models = new ProjectionRunner(settings);
    return { models, start: async () => models.start(), stop: async () => models.stop() };
  }
  const { roles = ALL_ROLES } = options;
  const models = new SharedReadModels({ ...settings, signal });
  let running: Promise<unknown> = Promise.resolve();
  return {
    models,
    start: async () => {
      const projecting = roles.has('projector') ? [inOne('projector', async (over) => models.project(over))] : [];
      running = Promise.all([models.follow(), ...projecting]);
      // Who keeps them has made them by then, unless another process did so before.
      if (projecting.length > 0) await models.untilThere();
    },
    stop: async () => {
      await running;
    },
  };
}
