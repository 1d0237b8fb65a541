import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { silentLog, systemClock, type Clock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import type { ReadStore } from '#readstore/port.js';
import { devices } from '../models/devices/device-document.js';
import { devicesProjection } from '../models/devices/devices-projection.js';
import { DeviceStreams, registry } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { METER, OTHER_METER, registered } from '../test/samples.js';
import { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner.js';

jest.setTimeout(30_000);

const SOON = 20_000;
const ACTOR = 'acme/ops/-';

let store: MemoryEventStore;
let streams: DeviceStreams;
let opened: OpenReadStore;
const runners: ProjectionRunner[] = [];

beforeEach(async () => {
  store = new MemoryEventStore();
  streams = new DeviceStreams(store);
  opened = await openReadStore();
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map(async (runner) => runner.stop()));
  await opened.close();
});

async function run(options: Partial<ProjectionRunnerOptions> = {}): Promise<ProjectionRunner> {
  const common = { store, readStore: opened.readStore, registry, projections: [devicesProjection], clock: systemClock, log: silentLog };
  const runner = new ProjectionRunner({ ...common, ...options });
  runners.push(runner);
  await runner.start();
  return runner;
}

/** An object with some of its methods in place of its own. */
function but<T extends object>(whole: T, instead: Partial<T>): T {
  return new Proxy(whole, {
    get(target, name) {
      const member: unknown = Reflect.get(instead, name) ?? Reflect.get(target, name);
      return typeof member === 'function' && !Object.hasOwn(instead, name) ? (member.bind(target) as unknown) : member;
    },
  });
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
};
/** Does not wait before work is repeated, but lets everybody have a turn; the intervals of housekeeping are as ever. */
const hurried: Clock = but<Clock>(systemClock, { wait: async (ms, signal) => (ms < 10_000 ? turns(1) : systemClock.wait(ms, signal)) });
const isSwap = (aliases: Readonly<Record<string, string>>): boolean => aliases['devices'] === 'devices@2';

describe('A swap', () => {
  it('misses nothing when the subscription is taken up again in the middle of it, and nothing else is followed', async () => {
    await streams.append([registered()]);
    const first = await run();
    await first.waitFor('devices', await store.head(), SOON);
    await first.stop();
    let begun = (): void => undefined;
    const swapping = new Promise<void>((resolve) => (begun = resolve));
    const readStore = but<ReadStore>(opened.readStore, {
      pointAliases: async (aliases) => {
        if (isSwap(aliases)) {
          await streams.append([registered()], { device: OTHER_METER });
          begun();
          await turns(50);
        }
        return opened.readStore.pointAliases(aliases);
      },
    });
    let subscriptions = 0;
    const breaking = but(store, {
      subscribe: (options) => {
        subscriptions += 1;
        if (subscriptions > 1) return store.subscribe(options);
        return (async function* () {
          await swapping;
          yield* [];
          throw new Error('the connection was lost');
        })();
      },
    });
    const second = await run({
      store: breaking,
      readStore,
      clock: hurried,
      projections: [{ ...devicesProjection, version: devicesProjection.version + 1 }],
    });
    await second.untilCurrent('devices');
    await streams.append([registered()], { device: 'TEST1024000000003' });
    while (second.positionOf('devices') < (await store.head())) await turns(1);
    const ids = (await opened.readStore.find(devices.name, {})).items.map(({ id }) => id);
    expect(ids).toEqual([METER, OTHER_METER, 'TEST1024000000003']);
  });

  it('that was begun is ended, whoever cancels it: readers are never left with what is removed', async () => {
    await streams.append([registered()]);
    let cancelled: Promise<void> | undefined;
    let runner: ProjectionRunner | undefined;
    const readStore = but<ReadStore>(opened.readStore, {
      compareAndSet: async (table, id, expected, document) => {
        if (runner !== undefined && cancelled === undefined && isSwap(await opened.readStore.aliases())) {
          cancelled = runner.cancelRebuild('devices', ACTOR);
          throw new Error('the connection was lost');
        }
        return opened.readStore.compareAndSet(table, id, expected, document);
      },
    });
    runner = await run({ readStore, graceMs: 0 });
    await runner.waitFor('devices', await store.head(), SOON);
    await runner.rebuild('devices', ACTOR);
    await runner.rebuilt('devices');
    await expect(cancelled).rejects.toMatchObject({ code: 'NO_REBUILD' });
    await runner.tidy();
    await streams.append([registered()], { device: OTHER_METER });
    expect(await runner.waitFor('devices', await store.head(), SOON)).toBe(true);
    expect(await opened.readStore.get(devices.name, OTHER_METER)).toBeDefined();
    expect(await runner.status()).toMatchObject([{ generation: 2, state: 'LIVE' }]);
  });
});

describe('A rebuild that the store does not let begin', () => {
  it('begins when it does', async () => {
    await streams.append([registered()]);
    let isOut = false;
    const readStore = but<ReadStore>(opened.readStore, {
      define: async (collections) => {
        if (isOut) {
          isOut = false;
          throw new Error('the connection was lost');
        }
        return opened.readStore.define(collections);
      },
    });
    const runner = await run({ readStore });
    isOut = true;
    await runner.rebuild('devices', ACTOR);
    await runner.rebuilt('devices');
    expect(await runner.status()).toMatchObject([{ generation: 2, state: 'LIVE', rebuild: null }]);
  });
});
