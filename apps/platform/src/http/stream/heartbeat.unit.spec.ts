import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '#event-sourcing';
import { withHeartbeat } from './heartbeat.js';

async function* after(clock: VirtualClock, delays: readonly number[]): AsyncGenerator<number> {
  for (const delay of delays) {
    await clock.wait(delay);
    yield delay;
  }
}

describe('withHeartbeat', () => {
  it('says something whenever nothing came for the interval, and loses nothing', async () => {
    const clock = new VirtualClock(0);
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const message of withHeartbeat(after(clock, [10, 250, 20]), 100, clock, new AbortController().signal)) seen.push(message);
    })();
    await clock.advance(1_000);
    await reading;
    expect(seen).toEqual([10, 'heartbeat', 'heartbeat', 250, 20]);
  });

  it('ends when the signal aborts, also while nothing comes', async () => {
    const clock = new VirtualClock(0);
    const stop = new AbortController();
    const reading = (async () => {
      for await (const message of withHeartbeat(after(clock, [1_000_000]), 100, clock, stop.signal)) void message;
    })();
    await clock.advance(50);
    stop.abort();
    await expect(reading).resolves.toBeUndefined();
  });
});
