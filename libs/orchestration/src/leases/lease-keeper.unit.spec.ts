import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { PARTITIONS, partitionOfDevice } from './partition.js';
import { LEASES, type LeaseDocument } from './rows.js';
import { LeaseWorld, type CallFate, type Worker } from './testing/lease-world.js';

const TERM = 15_000;
// Thousands of steps of the clock.
jest.setTimeout(60_000);

/** One device of each partition. */
const DEVICES: readonly string[] = (() => {
  const found = new Map<number, string>();
  for (let number = 0; found.size < PARTITIONS; number += 1) {
    const device = `METER${number}`;
    if (!found.has(partitionOfDevice(device))) found.set(partitionOfDevice(device), device);
  }
  return [...found.values()];
})();

const owned = ({ keeper }: Worker): readonly string[] => DEVICES.filter((device) => keeper.owns(device));
const deviceOf = (worker: Worker): string => {
  const [device] = owned(worker);
  if (device === undefined) throw new Error('it owns nothing');
  return device;
};

describe('LeaseKeeper', () => {
  it('alone owns everything at once', async () => {
    const world = new LeaseWorld();
    const alone = world.join({ term: TERM });
    await world.clock.advance(100);
    expect(owned(alone)).toHaveLength(PARTITIONS);
    expect(alone.keeper.valid()).toBe(true);
  });

  it.each([2, 3, 5])('shares evenly among %i, and then nothing moves any more', async (count) => {
    const world = new LeaseWorld();
    const workers = Array.from({ length: count }, () => world.join({ term: TERM }));
    await world.clock.advance(2 * TERM);
    const shares = workers.map(owned);
    expect(shares.flat().toSorted()).toEqual(DEVICES.toSorted());
    for (const share of shares) expect(Math.abs(share.length - PARTITIONS / count)).toBeLessThan(1);
    const before = await world.rows.rows<LeaseDocument>(LEASES);
    await world.clock.advance(10 * TERM);
    expect(await world.rows.rows<LeaseDocument>(LEASES)).toEqual(before);
  });

  it('gives a newcomer its share, but no partition in which something is under way', async () => {
    const world = new LeaseWorld();
    const first = world.join({ term: TERM });
    await world.clock.advance(100);
    for (const device of DEVICES) first.busy.add(device);
    const second = world.join({ term: TERM });
    await world.clock.advance(5 * TERM);
    expect(owned(second)).toEqual([]);
    expect(owned(first)).toHaveLength(PARTITIONS / 2);
    expect(DEVICES.filter((device) => first.keeper.keeps(device))).toHaveLength(PARTITIONS);
    first.busy.clear();
    await world.clock.advance(TERM);
    expect(owned(second)).toHaveLength(PARTITIONS / 2);
    expect(DEVICES.filter((device) => first.keeper.keeps(device))).toHaveLength(PARTITIONS / 2);
  });

  it('takes over from a dead process after a full term without a sign of life, not before, under a higher fence', async () => {
    const world = new LeaseWorld();
    const [dead, heir] = [world.join({ term: TERM }), world.join({ term: TERM })];
    await world.clock.advance(2 * TERM);
    const device = deviceOf(dead);
    const fence = dead.keeper.fenceOf(device) ?? 0;
    dead.kill();
    // Its last renewal may be a third of a term old.
    await world.clock.advance((TERM * 2) / 3 - 100);
    expect(heir.keeper.owns(device)).toBe(false);
    await world.clock.advance(TERM);
    expect(owned(heir)).toHaveLength(PARTITIONS);
    expect(heir.keeper.fenceOf(device)).toBeGreaterThan(fence);
  });

  it('waits for the term of the other one, whatever its own is', async () => {
    const world = new LeaseWorld();
    const patient = world.join({ term: 4 * TERM });
    const hasty = world.join({ term: TERM });
    await world.clock.advance(8 * TERM);
    expect(owned(patient).length + owned(hasty).length).toBe(PARTITIONS);
    const device = deviceOf(patient);
    patient.pause();
    await world.clock.advance(1.25 * TERM);
    expect([patient.keeper.keeps(device), hasty.keeper.owns(device)]).toEqual([true, false]);
    await world.clock.advance(4 * TERM);
    expect([patient.keeper.keeps(device), hasty.keeper.owns(device)]).toEqual([false, true]);
  });

  it('gives up what it holds two thirds of a term after it last renewed, and has it again when the store is back', async () => {
    const world = new LeaseWorld();
    const worker = world.join({ term: TERM });
    await world.clock.advance(100);
    const { lost } = worker.keeper;
    const device = deviceOf(worker);
    const fence = worker.keeper.fenceOf(device);
    world.fate = () => ({ before: 1, after: 1, outcome: 'refused' });
    await world.clock.advance(TERM / 3);
    expect([worker.keeper.owns(device), lost.aborted]).toEqual([true, false]);
    await world.clock.advance(TERM / 3);
    expect([worker.keeper.owns(device), worker.keeper.keeps(device), lost.aborted]).toEqual([false, false, true]);
    world.fate = () => ({ before: 1, after: 1, outcome: 'done' });
    await world.clock.advance(TERM / 3);
    expect([worker.keeper.owns(device), worker.keeper.fenceOf(device), worker.keeper.lost.aborted]).toEqual([true, fence, false]);
  });

  it('does not own anything when it wakes up late, before any timer has fired', async () => {
    const world = new LeaseWorld();
    const [sleeper, other] = [world.join({ term: TERM }), world.join({ term: TERM })];
    await world.clock.advance(2 * TERM);
    const device = deviceOf(sleeper);
    sleeper.pause();
    await world.clock.advance(3 * TERM);
    expect([sleeper.keeper.owns(device), sleeper.keeper.keeps(device), sleeper.keeper.valid()]).toEqual([false, false, false]);
    expect(other.keeper.owns(device)).toBe(true);
    sleeper.resume();
    await world.clock.advance(3 * TERM);
    expect(owned(sleeper).length + owned(other).length).toBe(PARTITIONS);
    expect(owned(sleeper)).toHaveLength(PARTITIONS / 2);
  });

  it('frees everything at once when it stops', async () => {
    const world = new LeaseWorld();
    const [leaving, staying] = [world.join({ term: TERM, singletons: ['projector'] }), world.join({ term: TERM, singletons: ['projector'] })];
    await world.clock.advance(2 * TERM);
    const stopped = leaving.keeper.stop();
    await world.clock.advance(TERM / 3 + 100);
    await stopped;
    expect(owned(staying)).toHaveLength(PARTITIONS);
    expect(staying.keeper.holds('projector')).toBe(true);
  });

  it('has one process serve what there is one of only, and another one after its death', async () => {
    const world = new LeaseWorld();
    const api = world.join({ term: TERM, works: false });
    const [first, second] = [world.join({ term: TERM, singletons: ['projector'] }), world.join({ term: TERM, singletons: ['projector'] })];
    await world.clock.advance(2 * TERM);
    expect([api, first, second].map(({ keeper }) => keeper.holds('projector')).filter(Boolean)).toHaveLength(1);
    expect(owned(api)).toEqual([]);
    const [holder, standby] = first.keeper.holds('projector') ? [first, second] : [second, first];
    holder.kill();
    await world.clock.advance(2 * TERM);
    expect([holder.keeper.holds('projector'), standby.keeper.holds('projector')]).toEqual([false, true]);
  });

  it('never has two owners at one instant, whatever pauses, dies, comes and fails; and in the end everything has one', async () => {
    type Step = { readonly who: number; readonly what: 'pause' | 'resume' | 'kill' | 'join' | 'begin' | 'end'; readonly after: number };
    const step: fc.Arbitrary<Step> = fc.record({
      who: fc.nat(4),
      what: fc.constantFrom('pause', 'pause', 'resume', 'resume', 'kill', 'join', 'begin', 'end'),
      after: fc.integer({ min: 1, max: TERM }),
    });
    const fate: fc.Arbitrary<CallFate> = fc.record({
      before: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2 * TERM })),
      after: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: TERM })),
      outcome: fc.constantFrom('done', 'done', 'done', 'refused', 'lost'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), fc.array(fate, { minLength: 1, maxLength: 60 }), async (steps, fates) => {
        const world = new LeaseWorld();
        let calls = 0;
        const troubled = (): CallFate => fates[(calls += 1) % fates.length] ?? { before: 1, after: 1, outcome: 'done' };
        world.join({ term: TERM, singletons: ['one'] });
        world.join({ term: TERM, singletons: ['one'] });
        await world.clock.advance(TERM);
        world.fate = troubled;
        const highest = new Map<string, number>();
        const look = (): void => {
          const sure = world.workers.filter(({ keeper }) => keeper.valid());
          for (const device of DEVICES) {
            const owners = sure.filter(({ keeper }) => keeper.keeps(device));
            if (owners.length > 1) throw new Error(`${device} has ${owners.length} owners at ${world.clock.now()}`);
            const fence = owners[0]?.keeper.fenceOf(device);
            if (fence === undefined) continue;
            if (fence < (highest.get(device) ?? 0)) throw new Error(`the fence of ${device} fell to ${fence}`);
            highest.set(device, fence);
          }
          if (sure.filter(({ keeper }) => keeper.holds('one')).length > 1) throw new Error('two serve what there is one of only');
        };
        const pass = async (ms: number): Promise<void> => {
          const end = world.clock.now() + ms;
          while (world.clock.now() < end) {
            await world.clock.advance(Math.max(1, Math.min(world.clock.next ?? end, end) - world.clock.now()));
            look();
          }
        };
        for (const { who, what, after } of steps) {
          const worker = world.workers[who % world.workers.length];
          if (what === 'join' && world.workers.length < 6) world.join({ term: TERM, singletons: ['one'] });
          else if (what === 'pause') worker?.pause();
          else if (what === 'resume') worker?.resume();
          else if (what === 'kill' && world.workers.filter(({ alive }) => alive).length > 1) worker?.kill();
          else if (what === 'begin' && worker !== undefined) owned(worker).forEach((device) => worker.busy.add(device));
          else if (what === 'end') worker?.busy.clear();
          await pass(after);
        }
        world.fate = () => ({ before: 1, after: 1, outcome: 'done' });
        for (const worker of world.workers) {
          worker.resume();
          worker.busy.clear();
        }
        await pass(6 * TERM);
        const all = world.workers.flatMap(owned);
        expect(all.toSorted()).toEqual(DEVICES.toSorted());
      }),
      // Each looks at every device at a thousand instants: a busy machine does fewer of them, and what broke is shown as it was found.
      { numRuns: 10, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: false, endOnFailure: true },
    );
  });
});
