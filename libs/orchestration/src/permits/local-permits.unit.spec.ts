import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LimitTable, UNLIMITED, type Limit } from './limit-table.js';
import { localPermits } from './local-permits.js';
import { scopesOf, type Permit } from './port.js';

const limitsOf = (network: Partial<Limit> = {}, scopes: Readonly<Record<string, Partial<Limit>>> = {}): LimitTable => {
  const limits = new LimitTable({ ...UNLIMITED, ...network });
  for (const [scope, limit] of Object.entries(scopes)) limits.set(scope, { ...UNLIMITED, ...limit });
  return limits;
};

describe('Permits of one process', () => {
  it('are as many at once as the narrowest scope has', () => {
    const permits = localPermits(limitsOf({ maxConcurrency: 3 }, { 1: { maxConcurrency: 2 }, '1/1': { maxConcurrency: 1 } }));
    const first = permits.tryAcquire('1/1', 0);
    expect(first).toEqual({ cell: '1/1', grantedAt: 0 });
    expect(permits.tryAcquire('1/1', 0)).toBeUndefined();
    expect(permits.refusalOf('1/1', 0)).toEqual({ scope: '1/1' });
    expect(permits.tryAcquire('1/2', 0)).toBeDefined();
    expect(permits.refusalOf('1/2', 0)).toEqual({ scope: '1' });
    expect(permits.tryAcquire('', 0)).toBeDefined();
    expect(permits.refusalOf('2/1', 0)).toEqual({ scope: '' });
    if (first !== undefined) permits.release(first);
    expect(permits.tryAcquire('1/1', 0)).toBeDefined();
  });

  it('are unlimited at -1 and none at 0', () => {
    const permits = localPermits(limitsOf({}, { 1: { maxConcurrency: 0 }, '2/1': { maxNewPerSecond: 0 } }));
    for (let n = 0; n < 5_000; n++) expect(permits.tryAcquire('3/1', 0)).toBeDefined();
    expect(permits.refusalOf('1/1', 0)).toEqual({ scope: '1' });
    expect(permits.refusalOf('2/1', 0)).toEqual({ scope: '2/1' });
  });

  it('say when the next new connection may be made', () => {
    const permits = localPermits(limitsOf({ maxNewPerSecond: 2 }));
    permits.tryAcquire('', 0);
    permits.tryAcquire('', 400);
    expect(permits.refusalOf('', 500)).toEqual({ scope: '', until: 1_000 });
    expect(permits.tryAcquire('', 999)).toBeUndefined();
    expect(permits.tryAcquire('', 1_000)).toBeDefined();
    expect(permits.refusalOf('', 1_001)).toEqual({ scope: '', until: 1_400 });
  });

  it('do not count as new connections when none was opened', () => {
    const permits = localPermits(limitsOf({ maxNewPerSecond: 1 }));
    const permit = permits.tryAcquire('', 0);
    if (permit !== undefined) permits.release(permit, true);
    expect(permits.tryAcquire('', 1)).toBeDefined();
    expect(permits.tryAcquire('', 2)).toBeUndefined();
  });

  it('come back once, however often they are given back', () => {
    const permits = localPermits(limitsOf({ maxConcurrency: 1 }));
    const permit = permits.tryAcquire('', 0);
    if (permit !== undefined) for (let n = 0; n < 3; n++) permits.release(permit);
    expect(permits.inUse('')).toBe(0);
    expect(permits.tryAcquire('', 0)).toBeDefined();
    expect(permits.tryAcquire('', 0)).toBeUndefined();
  });

  it('follow limits that change, and tell of each scope that has room again', () => {
    const limits = limitsOf({ maxConcurrency: 1 });
    const permits = localPermits(limits);
    const freed: string[] = [];
    const stopListening = permits.onFreed((scope) => freed.push(scope));
    const permit = permits.tryAcquire('1/1', 0);
    limits.set('', { maxConcurrency: 2, maxNewPerSecond: -1 });
    expect(permits.tryAcquire('', 0)).toBeDefined();
    if (permit !== undefined) permits.release(permit);
    stopListening();
    limits.set('', UNLIMITED);
    expect(freed).toEqual(['', '1/1', '1', '']);
  });

  it('do not stop for an hour when the clock goes back by one', () => {
    const permits = localPermits(limitsOf({ maxNewPerSecond: 1 }));
    permits.tryAcquire('', 3_600_000);
    expect(permits.refusalOf('', 0)).toEqual({ scope: '', until: 1_000 });
    expect(permits.tryAcquire('', 1_000)).toBeDefined();
  });

  it('are never exceeded, in no scope and no second, and all come back', () => {
    const cell = fc.constantFrom('', '1/1', '1/2', '2/1');
    const scope = fc.constantFrom('', '1', '2', '1/1', '1/2', '2/1');
    const limit = fc.record({ maxConcurrency: fc.integer({ min: -1, max: 4 }), maxNewPerSecond: fc.integer({ min: -1, max: 5 }) });
    const act = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('acquire' as const), cell, after: fc.integer({ min: 0, max: 400 }) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('release' as const), which: fc.nat(), unused: fc.boolean() }) },
      fc.record({ kind: fc.constant('limit' as const), scope, limit }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 150, size: 'max' }), (acts) => {
        const limits = limitsOf();
        const permits = localPermits(limits);
        const open: Permit[] = [];
        /** Instants of connections that count, by scope, since its limit was last set. */
        const made = new Map<string, number[]>();
        let now = 0;
        for (const step of acts) {
          if (step.kind === 'limit') {
            limits.set(step.scope, step.limit);
            made.delete(step.scope);
          } else if (step.kind === 'release') {
            const [permit] = open.splice(step.which % Math.max(1, open.length), 1);
            if (permit === undefined) continue;
            permits.release(permit, step.unused);
            for (const each of step.unused ? scopesOf(permit.cell) : []) {
              const instants = made.get(each) ?? [];
              const at = instants.indexOf(permit.grantedAt);
              if (at >= 0) instants.splice(at, 1);
            }
          } else {
            now += step.after;
            const expected = permits.refusalOf(step.cell, now) === undefined;
            const permit = permits.tryAcquire(step.cell, now);
            expect(permit !== undefined).toBe(expected);
            if (permit === undefined) continue;
            open.push(permit);
            for (const each of scopesOf(step.cell)) {
              const instants = [...(made.get(each) ?? []), now];
              made.set(each, instants);
              const { maxConcurrency, maxNewPerSecond } = limits.of(each);
              const inside = open.filter(({ cell: other }) => scopesOf(other).includes(each)).length;
              if (maxConcurrency >= 0) expect(inside).toBeLessThanOrEqual(maxConcurrency);
              if (maxNewPerSecond >= 0) expect(instants.filter((at) => at > now - 1_000).length).toBeLessThanOrEqual(maxNewPerSecond);
            }
          }
        }
        for (const permit of open) permits.release(permit);
        for (const each of ['', '1', '2', '1/1', '1/2', '2/1']) expect(permits.inUse(each)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});
