import { Gauge, type Registry } from 'prom-client';

export interface LeaseSources {
  /** Numbers of the partitions that this process works for. */
  readonly partitions: readonly number[];
  /** It is sure of what it holds. */
  valid(): boolean;
}

/** Read when they are asked for. */
export function addLeaseGauges(leases: LeaseSources, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: 'meterlog_lease_partitions',
    help: 'Partitions of meters that this process works for',
    registers,
    collect() {
      this.set(leases.partitions.length);
    },
  });
  new Gauge({
    name: 'meterlog_lease_valid',
    help: '1 while this process is sure of what it holds, 0 while others may take it over',
    registers,
    collect() {
      this.set(leases.valid() ? 1 : 0);
    },
  });
}
