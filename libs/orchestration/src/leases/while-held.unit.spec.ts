import { describe, expect, it } from '@jest/globals';
import { silentLog } from '#event-sourcing';
import { LeaseWorld, type Worker } from './testing/lease-world.js';
import { whileHeld } from './while-held.js';

const TERM = 15_000;
const MINUTE = 60_000;

describe('whileHeld', () => {
  it('has one process at work at a time, lets it go on when it failed, and another one take over when it dies', async () => {
    const world = new LeaseWorld();
    const { clock } = world;
    const over = new AbortController();
    const at = { work: new Set<Worker>(), begun: 0 };
    let fails = true;
    const settings = { term: TERM, singletons: ['projector'] };
    const workers = [world.join(settings), world.join(settings)];
    const all = workers.map(async (worker) =>
      whileHeld({ leases: worker.keeper, name: 'projector', clock, log: silentLog, signal: over.signal }, async (signal) => {
        at.begun += 1;
        at.work.add(worker);
        expect(at.work.size).toBe(1);
        if (fails) await clock.wait(MINUTE, signal);
        else await clock.wait(1_000 * MINUTE, signal);
        at.work.delete(worker);
        if (fails) throw new Error('it has failed');
      }),
    );
    await clock.advance(2 * MINUTE);
    expect(at.begun).toBe(2);
    fails = false;
    await clock.advance(2 * MINUTE);
    const [dead] = at.work;
    expect(dead).toBeDefined();
    // As a store that a process cannot reach any more: it notices by itself that it has to end.
    const begun = at.begun;
    dead?.kill();
    await clock.advance((TERM * 2) / 3);
    at.work.clear();
    await clock.advance(TERM);
    expect(at.begun).toBe(begun + 1);
    expect(at.work.has(workers.find((worker) => worker !== dead) as Worker)).toBe(true);
    over.abort();
    await Promise.all(all);
    expect(at.work.size).toBe(0);
  });
});
