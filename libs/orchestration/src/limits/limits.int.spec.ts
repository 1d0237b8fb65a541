import { describe, expect, it } from '@jest/globals';
import { EventRegistry, silentLog, VirtualClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { LimitTable } from '../permits/limit-table.js';
import { localPermits } from '../permits/local-permits.js';
import { limitEventTypes } from './limit-events.js';
import { Limits } from './limits.js';

const WHO = 'acme/ops/jane';
const setting = { maxConcurrency: 10, maxNewPerSecond: -1 };

const openOn = async (store: MemoryEventStore) => {
  const table = new LimitTable(setting);
  const limits = await Limits.open({ store, registry: new EventRegistry(limitEventTypes), clock: new VirtualClock(1_000), log: silentLog, table });
  return { table, limits };
};

describe('Limits', () => {
  it('are those of the setting until they are set, and then in force at once', async () => {
    const { table, limits } = await openOn(new MemoryEventStore());
    const permits = localPermits(table);
    expect(await limits.get({})).toBeUndefined();
    expect(table.of('')).toEqual(setting);
    expect(permits.tryAcquire('3/1', 0)).toBeDefined();
    const set = await limits.set({ btsId: 3, cellId: 1, maxConcurrency: 1, maxNewPerSecond: 5, reason: 'small cell' }, WHO);
    expect(set).toEqual({ btsId: 3, cellId: 1, maxConcurrency: 1, maxNewPerSecond: 5, reason: 'small cell', changedBy: WHO, changedAt: 1_000 });
    expect(await limits.get({ btsId: 3, cellId: 1 })).toEqual(set);
    expect(permits.refusalOf('3/1', 0)).toEqual({ scope: '3/1' });
  });

  it('say in their stream who changed what and why, once for each change', async () => {
    const store = new MemoryEventStore();
    const { limits } = await openOn(store);
    const change = { maxConcurrency: 0, maxNewPerSecond: 0, reason: 'maintenance' };
    await limits.set(change, WHO);
    await limits.set({ ...change, reason: 'again' }, WHO);
    await limits.set({ ...change, btsId: 3 }, WHO);
    const events = await store.readStream('limits');
    expect(events.map(({ data }) => JSON.parse(data) as unknown)).toEqual([
      { scope: 'network', ...change },
      { scope: 'bts', ...change, btsId: 3 },
    ]);
    expect(JSON.parse(events[0]?.metadata ?? '')).toMatchObject({ actor: WHO });
  });

  it('are listed the widest first, and in force after a restart', async () => {
    const store = new MemoryEventStore();
    const before = await openOn(store);
    const change = { maxConcurrency: 7, maxNewPerSecond: 8, reason: '' };
    for (const place of [{ btsId: 3, cellId: 1 }, { btsId: 2, cellId: 9 }, { btsId: 3 }, {}]) await before.limits.set({ ...change, ...place }, WHO);
    const { limits, table } = await openOn(store);
    for (const scope of ['', '3', '3/1', '2/9']) expect(table.of(scope)).toEqual({ maxConcurrency: 7, maxNewPerSecond: 8 });
    expect(table.of('2')).toEqual({ maxConcurrency: -1, maxNewPerSecond: -1 });
    expect((await limits.list()).map(({ btsId, cellId }) => [btsId, cellId])).toEqual([
      [undefined, undefined],
      [2, 9],
      [3, undefined],
      [3, 1],
    ]);
  });

  it('reach other processes on the same store', async () => {
    const store = new MemoryEventStore();
    const [here, there] = [await openOn(store), await openOn(store)];
    const stopping = new AbortController();
    const running = there.limits.run(stopping.signal);
    const changed = new Promise((resolve) => there.table.onChange(resolve));
    await here.limits.set({ btsId: 5, maxConcurrency: 2, maxNewPerSecond: 3, reason: 'storm' }, WHO);
    expect(await changed).toBe('5');
    expect(there.table.of('5')).toEqual({ maxConcurrency: 2, maxNewPerSecond: 3 });
    stopping.abort();
    await running;
  });
});
