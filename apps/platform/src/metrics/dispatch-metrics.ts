import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { DispatchObserver, QueueLengths } from '#orchestration';

export interface DispatchSources {
  /** Permits in use in the whole network. */
  inUse(this: void): number;
  queued(this: void): QueueLengths;
}

const SECONDS = [0.01, 0.1, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400];

/** Attempts, and how long commands waited for them. */
export function dispatchMetrics(registry: Registry): DispatchObserver {
  const registers = [registry];
  const queue = new Histogram({
    name: 'meterlog_command_queue_seconds',
    help: 'From when a command was due until it got its permit',
    buckets: SECONDS,
    registers,
  });
  const permit = new Histogram({
    name: 'meterlog_command_permit_wait_seconds',
    help: 'The part of that in which its cell was short of permits',
    buckets: SECONDS,
    registers,
  });
  const attempts = new Counter({
    name: 'meterlog_attempts_total',
    help: 'Attempts that ended',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  return {
    granted(waits) {
      queue.observe(waits.queued / 1_000);
      permit.observe(waits.permit / 1_000);
    },
    attemptStarted: () => undefined,
    attemptEnded: (operation, outcome) => attempts.inc({ operation, outcome }),
  };
}

/** Read when they are asked for. Scopes are told by kind: a label per cell would be too many. */
export function addDispatchGauges({ inUse, queued }: DispatchSources, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: 'meterlog_permits_in_use',
    help: 'Permits to connect that are in use in the whole network',
    registers,
    collect() {
      this.set(inUse());
    },
  });
  new Gauge({
    name: 'meterlog_commands_waiting',
    help: 'Commands that wait in the queue: due, or due soon, or not before a cell or a base station has permits again',
    labelNames: ['for'],
    registers,
    collect() {
      const { due, waiting, bts, cell } = queued();
      this.set({ for: 'bts' }, bts);
      this.set({ for: 'cell' }, cell);
      this.set({ for: 'turn' }, due - bts - cell);
      this.set({ for: 'time' }, waiting - due);
    },
  });
}
