import { describe, expect, it } from '@jest/globals';
import { silentLog, VirtualClock } from '#event-sourcing';
import { Membership } from './membership.js';

const TERM = 15_000;

/** A member on a store that takes everything. */
function member() {
  const clock = new VirtualClock(0);
  let versions = 0;
  let jumped = 0;
  const store = { getRow: async () => undefined, rows: async () => [], compareAndSet: async () => ++versions };
  const machine = { now: () => clock.now() + jumped, wait: (ms: number, signal?: AbortSignal) => clock.wait(ms, signal) };
  const membership = new Membership({ store, clock: machine, steady: () => clock.now(), log: silentLog, term: TERM, label: 'here', works: true });
  const stopping = new AbortController();
  const running = membership.run(stopping.signal);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
  };
  return { clock, membership, jump: (ms: number) => (jumped += ms), stop };
}

describe('A membership', () => {
  it('that was found to be over for a moment is told to be over, and then renewed: nobody must have missed it', async () => {
    const { clock, membership, jump, stop } = member();
    await clock.advance(0);
    const told: boolean[] = [];
    membership.onChange(() => told.push(membership.valid()));
    const { lost } = membership;
    jump(TERM);
    expect(membership.valid()).toBe(false);
    expect({ told, isLost: lost.aborted }).toEqual({ told: [false], isLost: true });
    // The clock is put right again, long before anything could have looked.
    jump(-TERM);
    expect(membership.valid()).toBe(false);
    await clock.advance(TERM / 3);
    expect({ told, isLost: membership.lost.aborted }).toEqual({ told: [false, true], isLost: false });
    await stop();
  });
});
