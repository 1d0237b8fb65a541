import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allProjections } from '#projections';
import { ChildProgram } from '../support/child-program.js';
import type { Bench, BenchOptions, Figures } from './figures.js';
import { writeHistory } from './projections-history.js';
import type { RebuildMeasurement } from './projections-rebuild.js';

interface Size {
  readonly name: string;
  readonly events: number;
}

const SMALL: Size = { name: '1m', events: 1_000_000 };
const LARGE: Size = { name: '10m', events: 10_000_000 };
const SIZES: Readonly<Record<BenchOptions['scale'], readonly Size[]>> = { quick: [SMALL], normal: [SMALL, LARGE], full: [SMALL, LARGE] };
/** The read model that handles most events: three of the four of a command, and writes a document for each command. */
const HEAVIEST = 'commands';
const MIB = 1024 * 1024;

/**
 * Rebuilds read models from a history of commands and reads, each in a process of its own that is held to one core: all its threads share it.
 * `rebuild.<size>` and `peakMemory.<size>` are those of the heaviest read model. Each of the others is measured too: not with --quick, and from
 * ten million events with --full only.
 */
export const projections: Bench = {
  name: 'projections',
  summary: 'rebuilding read models on one core; --quick: the heaviest one from a million events',
  async run(options) {
    const figures: Record<string, Figures[string]> = {};
    for (const size of SIZES[options.scale]) Object.assign(figures, await measure(size, options));
    return figures;
  },
};

async function measure({ name: size, events }: Size, { scale, progress }: BenchOptions): Promise<Figures> {
  const data = await mkdtemp(join(tmpdir(), 'meterlog-bench-'));
  try {
    progress(`writing a history of ${events} events`);
    await writeHistory(data, events, progress);
    const figures: Record<string, Figures[string]> = {};
    const withOthers = scale === 'full' || (scale === 'normal' && events === SMALL.events);
    const others = withOthers ? allProjections.map(({ name }) => name).filter((name) => name !== HEAVIEST) : [];
    for (const projection of [HEAVIEST, ...others]) {
      progress(`rebuilding ${projection}`);
      const { seconds, cpuSeconds, peakBytes, floorSeconds } = await rebuilt(data, projection, scale !== 'quick' && projection === HEAVIEST);
      const suffix = projection === HEAVIEST ? size : `${size}.${projection}`;
      figures[`rebuild.${suffix}`] = { value: events / seconds, unit: 'events/s' };
      figures[`rebuildCpu.${suffix}`] = { value: (cpuSeconds * 1e6) / events, unit: 'µs' };
      figures[`peakMemory.${suffix}`] = { value: peakBytes / MIB, unit: 'MiB' };
      if (floorSeconds !== undefined) figures[`floor.scan.${size}`] = { value: events / floorSeconds, unit: 'events/s' };
    }
    return figures;
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/** One rebuild in a process of its own: its peak memory is its own, too. */
async function rebuilt(data: string, projection: string, withFloor: boolean): Promise<RebuildMeasurement> {
  const args = [data, projection, ...(withFloor ? ['floor'] : [])];
  // As the platform is started.
  const child = new ChildProgram('test/bench/projections-rebuild.js', args, { NODE_OPTIONS: '--max-semi-space-size=64' }, 0);
  const line = await child.line((text) => text.startsWith('{'), 3_600_000);
  await child.exited;
  return JSON.parse(line) as RebuildMeasurement;
}
