import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '#event-sourcing/clock.js';
import { Watchdog } from './watchdog.js';

function watched() {
  const clock = new VirtualClock(0);
  const expirations: number[] = [];
  return { clock, expirations, watchdog: new Watchdog(clock, () => expirations.push(clock.now())) };
}

describe('Watchdog', () => {
  it('expires once, at its deadline', async () => {
    const { clock, expirations, watchdog } = watched();
    watchdog.arm(100);
    await clock.advance(1000);
    expect(expirations).toEqual([100]);
  });

  it('moves its deadline on when it is armed anew', async () => {
    const { clock, expirations, watchdog } = watched();
    watchdog.arm(100);
    await clock.advance(60);
    watchdog.arm(100);
    await clock.advance(1000);
    expect(expirations).toEqual([160]);
  });

  it('expires earlier when the new deadline is earlier', async () => {
    const { clock, expirations, watchdog } = watched();
    watchdog.arm(1000);
    watchdog.arm(50);
    await clock.advance(2000);
    expect(expirations).toEqual([50]);
  });

  it('does not expire while disarmed, and can be armed again', async () => {
    const { clock, expirations, watchdog } = watched();
    watchdog.arm(100);
    watchdog.disarm();
    await clock.advance(500);
    expect(expirations).toEqual([]);
    watchdog.arm(10);
    await clock.advance(500);
    expect(expirations).toEqual([510]);
  });

  it('frees its timer when it is stopped', async () => {
    const { clock, watchdog } = watched();
    watchdog.arm(100);
    await clock.advance(1);
    watchdog.stop();
    expect(clock.waiting).toBe(0);
  });
});
