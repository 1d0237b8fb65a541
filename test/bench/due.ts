import type { Bench, BenchOptions, Figures } from './figures.js';
import type { CarriedOut } from './house/carry-out.js';
import { fillHouse } from './house/fill-house.js';
import { countName, inHouse, measuredBy } from './house/in-house.js';
import type { StartedUp } from './house/start-up.js';

/** Commands that wait for tomorrow while others fall due. */
const FEW = 1_000;
const MANY = { quick: 10_000, normal: 1_000_000, full: 1_000_000 } as const;
/** Commands that wait when the platform starts anew. */
const OPEN = { quick: 10_000, normal: 200_000, full: 200_000 } as const;
const PER_ROUND = { quick: 500, normal: 1_000, full: 1_000 } as const;
const ROUNDS = { quick: 2, normal: 6, full: 12 } as const;
/** Longer than all of it takes. */
const LATER = 86_400_000;
const PRIORITY = 4;

/**
 * What a command that falls due costs, from its timer to the read models, while few and while many others wait for their time; and how soon a
 * platform with many open commands is ready. The same thousand devices have commands due each time.
 */
export const due: Bench = {
  name: 'due',
  summary: 'commands falling due while a million others wait; restart with 200,000 open ones',
  async run(options) {
    const { scale } = options;
    const few = await cpuPerDue(FEW, options);
    const many = await cpuPerDue(MANY[scale], options);
    return { ...few, ...many, ...(await restart(OPEN[scale], options)) };
  },
};

async function cpuPerDue(waiting: number, { scale, progress }: BenchOptions): Promise<Figures> {
  return inHouse(async (data) => {
    progress(`recording ${waiting} commands that wait`);
    await fillHouse(data, waiting, () => ({ priority: PRIORITY, dueAt: Date.now() + LATER }));
    await measuredBy<StartedUp>('start-up', [data]);
    progress('commands fall due');
    const { dispatchCpu, rss } = await measuredBy<CarriedOut>('carry-out', [data, waiting, FEW, PER_ROUND[scale], ROUNDS[scale]]);
    const name = countName(waiting);
    return { [`cpuPerDue.${name}`]: { value: dispatchCpu, unit: 'µs' }, [`rss.${name}`]: { value: rss, unit: 'MiB' } };
  });
}

async function restart(open: number, { progress }: BenchOptions): Promise<Figures> {
  return inHouse(async (data) => {
    progress(`recording ${open} open commands`);
    // Due at once, so that all of them are taken into memory at the start.
    await fillHouse(data, open, () => ({ priority: PRIORITY }));
    await measuredBy<StartedUp>('start-up', [data]);
    progress('starting anew');
    const started = await measuredBy<StartedUp>('start-up', [data]);
    if (started.open !== open) throw new Error(`${started.open} commands wait instead of ${open}`);
    return { [`restart.${countName(open)}`]: { value: started.seconds, unit: 's' } };
  });
}
