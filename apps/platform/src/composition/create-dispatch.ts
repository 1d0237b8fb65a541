import { randomBytes } from 'node:crypto';
import { Gateway } from '#gateway';
import {
  Dispatcher,
  guardedGateway,
  localPermits,
  sharedPermits,
  type LeaseKeeper,
  type LimitTable,
  type LocalPermits,
  type SharedPermits,
} from '#orchestration';
import { DueQueries, type ReadModels } from '#projections';
import type { Metrics } from '../metrics/metrics.js';
import { PushDesk } from '../push/push-desk.js';
import type { Core } from './core.js';
import type { PlatformOptions } from './platform-options.js';

/** What carries commands out. */
export interface Dispatch {
  readonly permits: LocalPermits | SharedPermits;
  /** Devices with an attempt under way. */
  readonly busyDevices: Iterable<string>;
  /** Port that meters send to by themselves; undefined while nobody listens. */
  readonly pushPort: number | undefined;
  /** Begins to listen for what meters send by themselves. @throws PushListenError */
  listen(): Promise<void>;
  /** The read models should have caught up. */
  start(): Promise<void>;
  /** Ends sessions, or gives them up. */
  stop(): Promise<void>;
}

interface Surroundings {
  readonly runner: ReadModels;
  /** Undefined: everything is ours. */
  readonly leases: LeaseKeeper | undefined;
  readonly metrics: Metrics;
  readonly table: LimitTable;
}

/** What is left of three seconds goes to closing. */
const GRACE = 1_500;

export function createDispatch(options: PlatformOptions, core: Core, { runner, leases, metrics, table }: Surroundings): Dispatch {
  const { connectTimeout, responseTimeout, resultTtl } = options;
  const { stores, devices, clock, log } = core;
  const { events: store, reads, vault, results } = stores;
  const createGateway = options.gateway ?? ((from) => new Gateway(from));
  const desk = new PushDesk(options, core, metrics.pushes);
  const timeouts = { connectTimeout, responseTimeout };
  const finding = desk.addresses === undefined ? {} : { addresses: desk.addresses };
  const gateway = createGateway({ vault, clock, log, random: randomBytes, ...timeouts, observer: metrics.sessions, ...finding });
  const sessions = leases === undefined ? gateway : guardedGateway(gateway, leases);
  const due = new DueQueries(reads);
  const shared = leases === undefined ? undefined : sharedPermits({ limits: table, store: reads, leases, clock, log });
  const permits = shared ?? localPermits(table);
  const observer = metrics.dispatch;
  const ownership = leases === undefined ? {} : { ownership: leases };
  const parts = { store, devices, due, gateway: sessions, results, runner, permits, clock, log, resultTtl, observer };
  const dispatcher = new Dispatcher({ ...parts, ...ownership });
  const stopping = new AbortController();
  let sharing: Promise<void> | undefined;
  metrics.watchDispatcher({ inUse: () => permits.inUse(''), queued: () => dispatcher.queued });
  return {
    permits,
    get busyDevices() {
      return dispatcher.busyDevices;
    },
    get pushPort() {
      return desk.port;
    },
    listen: async () => desk.start(),
    async start() {
      sharing = shared?.run(stopping.signal);
      await dispatcher.start();
    },
    async stop() {
      await dispatcher.stop(GRACE);
      stopping.abort();
      await sharing;
      await gateway.close();
      await desk.stop();
    },
  };
}
