import { hostname } from 'node:os';
import { LeaseKeeper, whileHeld, type Singleton } from '#orchestration';
import { ALL_ROLES } from '../config/roles.js';
import type { Core } from './core.js';
import type { PlatformOptions } from './platform-options.js';

const TERM = 15_000;

/** The leases of this process; undefined where it shares nothing: on embedded stores, and with no role that one process at a time has. */
export function openLeases(options: PlatformOptions, { stores, clock, log }: Core, busy: () => Iterable<string>): LeaseKeeper | undefined {
  const { eventStore, roles = ALL_ROLES, leaseTerm: term = TERM } = options;
  const works = roles.has('orchestrator');
  const projects = roles.has('projector');
  if (eventStore === undefined || !(works || projects)) return undefined;
  const singletons: readonly Singleton[] = [
    ...(projects ? (['projector'] as const) : []),
    ...(works ? (['notifications', 'schedules', 'checkpoints'] as const) : []),
  ];
  return new LeaseKeeper({ store: stores.reads, clock, log, term, label: `${hostname()}/${process.pid}`, works, singletons, busy });
}

/** Does `work` in one process at a time, until the platform stops. Its signal aborts when it has to end. */
export type InOneProcess = (name: Singleton, work: (signal: AbortSignal) => Promise<void>) => Promise<void>;

/** @param signal aborts when the platform stops */
export function inOneProcess(leases: LeaseKeeper | undefined, { clock, log }: Core, signal: AbortSignal): InOneProcess {
  return leases === undefined ? async (_name, work) => work(signal) : async (name, work) => whileHeld({ leases, name, clock, log, signal }, work);
}
