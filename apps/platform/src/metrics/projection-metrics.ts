import { Gauge, type Registry } from 'prom-client';
import type { ProjectionStatus } from '#projections';

interface Value {
  readonly name: string;
  readonly help: string;
  /** Undefined: not shown at present. */
  readonly of: (status: ProjectionStatus) => number | undefined;
}

const VALUES: readonly Value[] = [
  { name: 'lag_events', help: 'Events that a read model lacks', of: ({ lagEvents }) => lagEvents },
  { name: 'lag_seconds', help: 'Age of the oldest event that a read model lacks', of: ({ lagSeconds }) => lagSeconds },
  { name: 'position', help: 'Position of the last event in a read model', of: ({ position }) => position },
  { name: 'generation', help: 'Number of the build of a read model that is read', of: ({ generation }) => generation },
  { name: 'quarantined_devices', help: 'Devices whose events a read model cannot apply', of: ({ quarantined }) => quarantined },
  {
    name: 'rebuild_progress',
    help: 'How much of a rebuild is done, 0 to 1',
    of: ({ rebuild }) => (rebuild === null ? undefined : rebuild.target === 0 ? 1 : Math.min(1, rebuild.position / rebuild.target)),
  },
  { name: 'rebuild_events_per_second', help: 'Pace of a rebuild', of: ({ rebuild }) => rebuild?.eventsPerSecond },
];

/** Gauges of all read models, by label `projection`, read once each time they are asked for. */
export function addProjectionGauges(projections: () => Promise<readonly ProjectionStatus[]>, registry: Registry): void {
  let asked: Promise<readonly ProjectionStatus[]> | undefined;
  const statuses = (): Promise<readonly ProjectionStatus[]> =>
    (asked ??= projections().finally(() => {
      asked = undefined;
    }));
  for (const { name, help, of } of VALUES) {
    new Gauge({
      name: `meterlog_projection_${name}`,
      help,
      labelNames: ['projection'],
      registers: [registry],
      async collect() {
        const found = await statuses();
        this.reset();
        for (const status of found) {
          const value = of(status);
          if (value !== undefined) this.set({ projection: status.name }, value);
        }
      },
    });
  }
}
