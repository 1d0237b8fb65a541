import { describe, expect, it } from '@jest/globals';
import { systemClock, VirtualClock } from './clock.js';

describe('VirtualClock', () => {
  it('stands still until it is told to move', async () => {
    const clock = new VirtualClock(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.advance(250);
    expect(clock.now()).toBe(1_250);
  });

  it('wakes due waits in order, each at its own time', async () => {
    const clock = new VirtualClock(0);
    const seen: string[] = [];
    const note = async (name: string, ms: number): Promise<void> => {
      await clock.wait(ms);
      seen.push(`${name}@${clock.now()}`);
    };
    const all = [note('c', 30), note('a', 10), note('b', 10), note('later', 31)];
    await clock.advance(30);
    expect(seen).toEqual(['a@10', 'b@10', 'c@30']);
    expect(clock.waiting).toBe(1);
    await clock.advance(1);
    await Promise.all(all);
    expect(seen.at(-1)).toBe('later@31');
  });

  it('lets a loop that waits again be woken again within one advance', async () => {
    const clock = new VirtualClock(0);
    const stop = new AbortController();
    const ticks: number[] = [];
    const loop = (async () => {
      while (!stop.signal.aborted) {
        await clock.wait(10, stop.signal);
        await Promise.resolve();
        ticks.push(clock.now());
      }
    })();
    await clock.advance(35);
    expect(ticks).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(35);
    stop.abort();
    await loop;
  });

  it('ends a wait early when the signal aborts, and at once when it has', async () => {
    const clock = new VirtualClock(0);
    const stop = new AbortController();
    const waiting = clock.wait(1_000, stop.signal);
    expect(clock.waiting).toBe(1);
    stop.abort();
    await waiting;
    await clock.wait(1_000, stop.signal);
    expect([clock.waiting, clock.now()]).toEqual([0, 0]);
  });

  it('does not hold up who waits for nothing', async () => {
    await expect(new VirtualClock(0).wait(0)).resolves.toBeUndefined();
    await expect(new VirtualClock(0).wait(-5)).resolves.toBeUndefined();
  });
});

describe('systemClock', () => {
  it('waits about as long as asked', async () => {
    const before = systemClock.now();
    await systemClock.wait(15);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(14);
  });

  it('ends a wait early when the signal aborts, also one longer than a timer can hold', async () => {
    const stop = new AbortController();
    const waiting = systemClock.wait(2 ** 40, stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
    await expect(systemClock.wait(2 ** 40, stop.signal)).resolves.toBeUndefined();
  });
});
