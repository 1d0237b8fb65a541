import type { Bench, BenchOptions, Figures } from './figures.js';
import { appendRate } from './eventstore/append-rate.js';
import { floor } from './eventstore/floor.js';
import { latencies } from './eventstore/latency.js';
import { percentile } from './eventstore/percentile.js';
import { readRate } from './eventstore/read-rate.js';
import { embeddedStore, esdbStore, type MeasuredStore } from './eventstore/stores.js';

const WRITERS = [1, 16, 256] as const;
/** Of each measurement, in ms. */
const DURATION = { quick: 1_500, normal: 5_000, full: 20_000 } as const;
/** Read at least. */
const EVENTS = { quick: 20_000, normal: 100_000, full: 500_000 } as const;

const ADAPTERS: readonly (readonly [name: string, open: () => Promise<MeasuredStore>])[] = [
  ['embedded', embeddedStore],
  ['esdb', esdbStore],
];

/** What each adapter of the event store does per second, how late a subscriber is at 1,000 events/s, and what the machine could do at most. */
export const eventstore: Bench = {
  name: 'eventstore',
  summary: 'durable appends, reads and latencies of the embedded store and of EventStoreDB (over the façade), beside the floor of disk and SQLite',
  async run(options) {
    const figures: Record<string, Figures[string]> = {};
    for (const [name, open] of ADAPTERS) Object.assign(figures, await adapterFigures(name, open, options));
    options.progress('disk and plain SQLite');
    const { syncs, inserts, scans } = floor(DURATION[options.scale], EVENTS[options.scale]);
    return {
      ...figures,
      'disk.fsync': { value: syncs, unit: '1/s' },
      'floor.insert': { value: inserts, unit: 'events/s' },
      'floor.scan': { value: scans, unit: 'events/s' },
    };
  },
};

async function adapterFigures(name: string, open: () => Promise<MeasuredStore>, { scale, progress }: BenchOptions): Promise<Figures> {
  const opened = await open();
  const { store } = opened;
  const figures: Record<string, Figures[string]> = {};
  try {
    for (const writers of WRITERS) {
      progress(`${name}: ${writers} writers`);
      figures[`${name}.append.${writers}`] = { value: await appendRate(store, writers, DURATION[scale]), unit: 'events/s' };
    }
    progress(`${name}: 1,000 events/s`);
    const { appends, deliveries } = await latencies(store, DURATION[scale]);
    progress(`${name}: reading`);
    figures[`${name}.read`] = { value: await readRate(store, EVENTS[scale]), unit: 'events/s' };
    figures[`${name}.latencyP50`] = { value: percentile(appends, 0.5), unit: 'ms' };
    figures[`${name}.latencyP99`] = { value: percentile(appends, 0.99), unit: 'ms' };
    figures[`${name}.subscribeP50`] = { value: percentile(deliveries, 0.5), unit: 'ms' };
    figures[`${name}.subscribeP99`] = { value: percentile(deliveries, 0.99), unit: 'ms' };
    return figures;
  } finally {
    await opened.close();
  }
}
