import { describe, expect, it } from '@jest/globals';

import { faultDefaults, type Fault } from './fault.js';
import { FaultPlan, strikeAny } from './fault-plan.js';

const fault = (changes: Partial<Fault>): Fault => ({ kind: 'silent', ...faultDefaults, ...changes });

function plan(...faults: Fault[]): FaultPlan {
  const made = new FaultPlan(7);
  made.set(faults);
  return made;
}

describe('FaultPlan', () => {
  it('strikes as often as it says, and then no more', () => {
    const twice = plan(fault({ times: 2 }));
    expect([1, 2, 3].map(() => twice.strike(['silent'], 'get')?.kind)).toEqual(['silent', 'silent', undefined]);
  });

  it('looks at kind, service and condition before it counts', () => {
    const one = plan(fault({ times: 1, onService: 'set' }));
    expect(one.strike(['delay'], 'set')).toBeUndefined();
    expect(one.strike(['silent'], 'get')).toBeUndefined();
    expect(one.strike(['silent'], 'set', () => false)).toBeUndefined();
    expect(one.strike(['silent'], 'set')).toBeDefined();
  });

  it('lets chance repeat itself with the same seed', () => {
    const series = (): boolean[] => {
      const often = plan(fault({ probability: 0.3 }));
      return Array.from({ length: 1000 }, () => often.strike(['silent'], 'get') !== undefined);
    };
    expect(series()).toEqual(series());
    const struck = series().filter(Boolean).length;
    expect(struck).toBeGreaterThan(240);
    expect(struck).toBeLessThan(360);
  });

  it('never strikes with probability 0', () => {
    const never = plan(fault({ probability: 0 }));
    expect(Array.from({ length: 100 }, () => never.strike(['silent'], 'get')).every((one) => one === undefined)).toBe(true);
  });

  it('asks the plans in order', () => {
    const [meter, fleet] = [plan(fault({ times: 1, delayMs: 1 })), plan(fault({ delayMs: 2 }))];
    expect([1, 2].map(() => strikeAny([meter, fleet], ['silent'], 'get')?.delayMs)).toEqual([1, 2]);
  });
});
