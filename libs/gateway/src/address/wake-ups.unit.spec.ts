import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '#event-sourcing/clock.js';
import { WakeUps } from './wake-ups.js';

const never = new AbortController().signal;

describe('WakeUps', () => {
  it('tells everyone who waits for the device, each until it stops', async () => {
    const clock = new VirtualClock(0);
    const wakeUps = new WakeUps(clock);
    const [first, second] = [wakeUps.listen('A'), wakeUps.listen('A')];
    first.stop();
    const other = wakeUps.listen('B');
    const waits = Promise.all([second.within(10, never), other.within(10, never), first.within(10, never)]);
    expect(wakeUps.heard('A', '127.0.0.9')).toBe(true);
    await clock.advance(10);
    expect(await waits).toEqual(['127.0.0.9', undefined, undefined]);
    second.stop();
    expect(wakeUps.heard('A', '127.0.0.9')).toBe(false);
  });

  it('keeps the first address that was heard', async () => {
    const wakeUps = new WakeUps(new VirtualClock(0));
    const listening = wakeUps.listen('A');
    wakeUps.heard('A', '127.0.0.9');
    wakeUps.heard('A', '127.0.0.10');
    expect(await listening.within(1, never)).toBe('127.0.0.9');
  });

  it('stopping twice does no harm to those who came later', () => {
    const wakeUps = new WakeUps(new VirtualClock(0));
    const gone = wakeUps.listen('A');
    gone.stop();
    wakeUps.listen('A');
    gone.stop();
    expect(wakeUps.heard('A', '127.0.0.9')).toBe(true);
  });
});
