import { expect, it } from '@jest/globals';
import { silentLog, VirtualClock } from '#event-sourcing';
import type { ResultsStore } from '#security/results/port.js';
import { sweepResults } from './housekeeping.js';

const START = Date.UTC(2026, 0, 1);
const TEN_MINUTES = 10 * 60_000;

it('expired responses are removed at once and every ten minutes, also after a time in which the store was in trouble', async () => {
  const clock = new VirtualClock(START);
  const swept: number[] = [];
  const sweep = (now: number): Promise<number> => {
    swept.push(now - START);
    return swept.length === 2 ? Promise.reject(new Error('the store is in trouble')) : Promise.resolve(3);
  };
  const stop = new AbortController();
  const over = sweepResults({ sweep } as ResultsStore, clock, silentLog, stop.signal);
  await clock.advance(2 * TEN_MINUTES);
  expect(swept).toEqual([0, TEN_MINUTES, 2 * TEN_MINUTES]);
  stop.abort();
  await over;
  await clock.advance(2 * TEN_MINUTES);
  expect(swept).toHaveLength(3);
});
