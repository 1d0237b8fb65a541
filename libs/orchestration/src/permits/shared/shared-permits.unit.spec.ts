import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LimitTable, UNLIMITED, type Limit } from '../limit-table.js';
import { scopesOf } from '../port.js';
import { PERMITS, type ShareDocument } from './share-document.js';
import { PermitWorld, type Office } from './testing/permit-world.js';

const unlimited = (limit: Partial<Limit>): Limit => ({ ...UNLIMITED, ...limit });

function worldOf(network: Partial<Limit>, processes: number): { readonly world: PermitWorld; readonly offices: readonly Office[] } {
  const world = new PermitWorld(new LimitTable(unlimited(network)));
  return { world, offices: Array.from({ length: processes }, () => world.join()) };
}

/** Tries until `count` permits are open, or none comes for long. */
async function fill(world: PermitWorld, office: Office, count: number, cell = ''): Promise<void> {
  for (let patience = 0; office.open.length < count && patience < 100; patience++) {
    while (office.open.length < count && office.acquire(cell));
    await world.pass(100);
  }
}

describe('Permits that processes share', () => {
  it('can all be had by the one that needs them', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 7 }, 3);
    const [first] = offices as [Office, Office, Office];
    await fill(world, first, 9);
    expect(first.open).toHaveLength(7);
    expect(first.permits.refusalOf('', world.clock.now())).toEqual({ scope: '' });
  });

  it('are divided fairly as sessions end, when others come to need them', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 6 }, 3);
    const [first, second, third] = offices as [Office, Office, Office];
    await fill(world, first, 6);
    for (let round = 0; round < 100; round++) {
      for (const office of offices) {
        office.release(0);
        while (office.acquire(''));
      }
      await world.pass(100);
    }
    expect([first, second, third].map(({ open }) => open.length)).toEqual([2, 2, 2]);
  });

  it('change hands when there are fewer than processes', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 1 }, 2);
    const granted = offices.map(() => 0);
    for (let round = 0; round < 600; round++) {
      for (const [index, office] of offices.entries()) {
        office.release(0);
        if (office.acquire('')) granted[index] = (granted[index] ?? 0) + 1;
      }
      await world.pass(100);
    }
    for (const count of granted) expect(count).toBeGreaterThan(100);
  });

  it('of a process that stopped using them go to who does', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 10, maxNewPerSecond: 10 }, 2);
    const [first, second] = offices as [Office, Office];
    await fill(world, first, 10);
    while (first.open.length > 0) first.release(0);
    await fill(world, second, 10);
    expect(second.open).toHaveLength(10);
  });

  it('of a process that was killed are lost for as long as its sessions may be open, and then free', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 5 }, 2);
    const [first, second] = offices as [Office, Office];
    await fill(world, first, 5);
    first.pause();
    await fill(world, second, 5);
    expect(second.open).toHaveLength(0);
    world.evict(first);
    await fill(world, second, 5);
    expect(second.open).toHaveLength(5);
  });

  it('are none for a process that cannot be sure of its leases, and come back with them', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 5 }, 1);
    const [only] = offices as [Office];
    await fill(world, only, 2);
    only.doubt();
    expect(only.acquire('')).toBe(false);
    while (only.open.length > 0) only.release(0);
    only.rejoin();
    await fill(world, only, 5);
    expect(only.open).toHaveLength(5);
  });

  it('follow a limit that is set, with what was used under the old one counted in', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 4 }, 2);
    const [first, second] = offices as [Office, Office];
    await fill(world, first, 3);
    world.limits.set('', unlimited({ maxConcurrency: 2 }));
    await fill(world, second, 1);
    expect(second.open).toHaveLength(0);
    first.release(0);
    first.release(0);
    await fill(world, second, 2);
    expect(second.open).toHaveLength(1);
    world.limits.set('', unlimited({}));
    expect(second.acquire('')).toBe(true);
  });

  it('of a process that comes while another one looks are not taken for those of a dead one', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 5 }, 1);
    const [first] = offices as [Office];
    await world.pass(2_000);
    const delays = [1, 500];
    world.fate = (caller) => ({ before: caller === first ? (delays.shift() ?? 1) : 1, after: 1, outcome: 'done' });
    expect(first.acquire('')).toBe(false);
    await world.pass(100);
    const second = world.join();
    await fill(world, second, 5);
    expect(second.open).toHaveLength(5);
    await fill(world, first, 1);
    expect(first.open).toHaveLength(0);
  });

  it('are not granted under a limit that was lowered while a share was being recorded', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 2 }, 2);
    const [first, second] = offices as [Office, Office];
    await fill(world, first, 1);
    world.fate = (caller) => ({ before: 1, after: caller === second ? 100 : 1, outcome: 'done' });
    expect(second.acquire('')).toBe(false);
    // Its share of one is on record by now, and the answer on its way.
    const shareOfSecond = () => world.rowsOf<ShareDocument>(PERMITS)[0]?.document.shares[second.member ?? '']?.open.held;
    while (shareOfSecond() !== 1) await world.pass(1);
    world.limits.set('', unlimited({ maxConcurrency: 1 }));
    for (let ms = 0; ms < 2_000; ms += 10) {
      await world.pass(10);
      expect(second.acquire('')).toBe(false);
    }
  });

  it('that a process got in an earlier life are not those of this one', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 5 }, 2);
    const [first, second] = offices as [Office, Office];
    await world.pass(2_000);
    const answers = [1, 1, 5_000];
    world.fate = (caller) => ({ before: 1, after: caller === first ? (answers.shift() ?? 1) : 1, outcome: 'done' });
    expect(first.acquire('')).toBe(false);
    await world.pass(100);
    world.evict(first);
    first.wake();
    await fill(world, second, 5);
    await world.pass(5_000);
    expect(second.open).toHaveLength(5);
    expect(first.acquire('')).toBe(false);
  });

  it('leave nothing on record that has not been used for minutes', async () => {
    const { world, offices } = worldOf({ maxConcurrency: 5, maxNewPerSecond: 5 }, 2);
    const [first] = offices as [Office, Office];
    world.limits.set('1/1', unlimited({ maxConcurrency: 2 }));
    await fill(world, first, 2, '1/1');
    await world.pass(120_000);
    expect(world.rowsOf(PERMITS)).toHaveLength(2);
    first.release(0);
    first.release(0);
    await world.pass(120_000);
    expect(world.rowsOf(PERMITS)).toHaveLength(0);
    await fill(world, first, 2, '1/1');
    expect(first.open).toHaveLength(2);
  });

  it('cost nothing where nothing is limited', async () => {
    const { world, offices } = worldOf({}, 2);
    const [first] = offices as [Office, Office];
    for (let n = 0; n < 1_000; n++) expect(first.acquire('1/1')).toBe(true);
    await world.pass(10_000);
    expect(world.writes).toBe(0);
  });

  it('are never exceeded, in no scope and no second, whoever dies or sleeps and whatever becomes of calls to the store', async () => {
    const cells = fc.array(fc.constantFrom('', '1/1', '1/2'), { maxLength: 4 });
    const limit = fc.record({ maxConcurrency: fc.integer({ min: 0, max: 5 }), maxNewPerSecond: fc.integer({ min: 0, max: 5 }) });
    const some = fc.record({ maxConcurrency: fc.integer({ min: -1, max: 5 }), maxNewPerSecond: fc.constant(-1) });
    const work = fc.record({ kind: fc.constant('work' as const), ms: fc.integer({ min: 1, max: 300 }), releases: fc.nat({ max: 3 }), cells });
    const who = fc.nat({ max: 2 });
    const step = fc.oneof(
      { weight: 20, arbitrary: work },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('limit' as const), limit }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('evict' as const, 'doubt' as const), who }) },
    );
    const fate = fc.record({
      before: fc.nat({ max: 60 }),
      after: fc.nat({ max: 60 }),
      outcome: fc.constantFrom('done' as const, 'done' as const, 'done' as const, 'refused' as const, 'lost' as const),
    });
    const property = fc.asyncProperty(
      fc.oneof(limit, some),
      some,
      fc.array(step, { minLength: 30, maxLength: 80 }),
      fc.array(fate, { minLength: 1, maxLength: 20 }),
      async (network, station, steps, fates) => {
        const { world, offices } = worldOf(network, 3);
        const isSettable = network.maxConcurrency >= 0 && network.maxNewPerSecond >= 0;
        world.limits.set('1', station);
        let calls = 0;
        world.fate = () => fates[calls++ % fates.length] ?? { before: 0, after: 0, outcome: 'done' };
        for (const [index, act] of steps.entries()) {
          if (act.kind === 'work') {
            await world.pass(act.ms);
            for (let turn = 0; turn < offices.length; turn++) {
              const office = offices[(index + turn) % offices.length] as Office;
              for (let n = 0; n < act.releases; n++) office.release(n);
              for (const cell of act.cells) if (office.acquire(cell)) within(world, cell);
            }
          } else if (act.kind === 'limit') {
            if (isSettable) world.limits.set('', act.limit);
          } else if (act.kind === 'doubt') {
            offices[act.who]?.doubt();
            offices[act.who]?.rejoin();
          } else {
            offices[act.who]?.pause();
            await world.pass(1_500);
            world.evict(offices[act.who] as Office);
            await world.pass(100);
            for (const office of offices) for (let n = 0; n < 6 && office.acquire('1/1'); n++) within(world, '1/1');
            offices[act.who]?.wake();
          }
        }
        await world.close();
      },
    );
    await fc.assert(property, { numRuns: 300 });
  }, 120_000);

  function within(world: PermitWorld, cell: string): void {
    for (const scope of scopesOf(cell)) {
      const { maxConcurrency, maxNewPerSecond } = world.limits.of(scope);
      if (maxConcurrency >= 0) expect(world.openIn(scope)).toBeLessThanOrEqual(maxConcurrency);
      if (maxNewPerSecond >= 0) expect(world.newIn(scope)).toBeLessThanOrEqual(maxNewPerSecond);
    }
  }
});
