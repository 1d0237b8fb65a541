import type { Bench } from './figures.js';
import { percentile } from './eventstore/percentile.js';
import { fillHouse } from './house/fill-house.js';
import { devicesFor, isSpare } from './house/full-cells.js';
import { inHouse, measuredBy } from './house/in-house.js';
import type { Overtaken } from './house/overtake.js';

/** More than 50,000 still wait when the last important command is over. */
const LOW = { quick: 5_000, normal: 55_000, full: 55_000 } as const;
const IMPORTANT = { quick: 60, normal: 300, full: 600 } as const;
/** ms between two of them. */
const INTERVAL = 100;
const SESSION = { quick: 1_500, normal: 10_000, full: 10_000 } as const;
const LOWEST = 1;

/**
 * How long an important command takes, from acceptance to its end, while every cell has as many sessions as it may have (two) and far more
 * unimportant commands wait for their turn. In session times: one is the least that a free cell would need. Without meters: sessions last a fixed
 * time and cost nothing.
 */
export const priority: Bench = {
  name: 'priority',
  summary: 'how soon important commands are carried out in cells at their limit, with 50,000 unimportant ones waiting',
  async run({ scale, progress }) {
    const devices = devicesFor(LOW[scale]);
    const { times, lowEnded, lowWaiting } = await inHouse(async (data) => {
      progress(`recording ${LOW[scale]} commands that wait`);
      await fillHouse(data, devices, (index) => (isSpare(index) ? undefined : { priority: LOWEST }));
      progress('read models catch up, then important commands are accepted');
      return measuredBy<Overtaken>('overtake', [data, devices, IMPORTANT[scale], INTERVAL, SESSION[scale]]);
    });
    const inSessions = times.map((time) => time / SESSION[scale]);
    return {
      highP50: { value: percentile(inSessions, 0.5), unit: 'session times' },
      highP95: { value: percentile(inSessions, 0.95), unit: 'session times' },
      highMax: { value: Math.max(...inSessions), unit: 'session times' },
      lowWaiting: { value: lowWaiting, unit: '' },
      lowEnded: { value: lowEnded, unit: '' },
    };
  },
};
