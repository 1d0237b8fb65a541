import { describe, expect, it } from '@jest/globals';

import { SimulatedClock } from './meter-clock.js';

describe('SimulatedClock', () => {
  it('follows its source at a distance and a rate', () => {
    let real = 1000;
    const clock = new SimulatedClock(() => real);
    expect([clock.now(), clock.offsetMs, clock.rate]).toEqual([1000, 0, 1]);
    clock.set({ offsetMs: 500 });
    real = 2000;
    expect(clock.now()).toBe(2500);
    clock.set({ at: 10_000, rate: 60 });
    real = 3000;
    expect(clock.now()).toBe(70_000);
  });

  it('goes on from where it is when only the rate changes, and may stand still', () => {
    let real = 0;
    const clock = new SimulatedClock(() => real);
    clock.set({ at: 5000, rate: 0 });
    real = 9000;
    expect(clock.now()).toBe(5000);
    clock.set({ rate: 1 });
    real = 9100;
    expect(clock.now()).toBe(5100);
  });

  it('lets a meter’s clock follow the fleet’s', () => {
    let real = 0;
    const fleet = new SimulatedClock(() => real);
    const meter = new SimulatedClock(() => fleet.now());
    meter.set({ offsetMs: -50 });
    fleet.set({ at: 1_000_000 });
    real = 10;
    expect(meter.now()).toBe(999_960);
  });
});
