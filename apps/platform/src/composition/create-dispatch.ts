import { randomBytes } from 'node:crypto';
import { Gateway } from '#gateway';
import { Dispatcher, localPermits, type LimitTable, type LocalPermits } from '#orchestration';
import { DueQueries, type ProjectionRunner } from '#projections';
import type { Metrics } from '../metrics/metrics.js';
import type { Core } from './core.js';
import type { PlatformOptions } from './platform-options.js';

/** What carries commands out. */
export interface Dispatch {
  readonly permits: LocalPermits;
  /** The read models should have caught up. */
  start(): Promise<void>;
  /** Ends sessions, or gives them up. */
  stop(): Promise<void>;
}

interface Surroundings {
  readonly runner: ProjectionRunner;
  readonly metrics: Metrics;
  readonly table: LimitTable;
}

/** What is left of three seconds goes to closing. */
const GRACE = 1_500;

export function createDispatch(options: PlatformOptions, core: Core, { runner, metrics, table }: Surroundings): Dispatch {
  const { connectTimeout, responseTimeout, resultTtl } = options;
  const { stores, devices, clock, log } = core;
  const { events: store, reads, vault, results } = stores;
  const createGateway = options.gateway ?? ((from) => new Gateway(from));
  const gateway = createGateway({ vault, clock, log, random: randomBytes, connectTimeout, responseTimeout, observer: metrics.sessions });
  const due = new DueQueries(reads);
  const permits = localPermits(table);
  const observer = metrics.dispatch;
  const dispatcher = new Dispatcher({ store, devices, due, gateway, results, runner, permits, clock, log, resultTtl, observer });
  metrics.watchDispatcher({ inUse: () => permits.inUse(''), queued: () => dispatcher.queued });
  return {
    permits,
    start: async () => dispatcher.start(),
    async stop() {
      await dispatcher.stop(GRACE);
      await gateway.close();
    },
  };
}
