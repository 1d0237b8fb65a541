import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { silentLog, systemClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { devices } from '../models/devices/device-document.js';
import { devicesProjection } from '../models/devices/devices-projection.js';
import { DeviceStreams, registry } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { METER, OTHER_METER, registered } from '../test/samples.js';
import { SharedReadModels } from './shared-read-models.js';

const SOON = 5_000;
const PAGE = { limit: 10 };

let store: MemoryEventStore;
let streams: DeviceStreams;
let opened: OpenReadStore;
let over: AbortController;
let underWay: Promise<unknown>[];

beforeEach(async () => {
  store = new MemoryEventStore();
  streams = new DeviceStreams(store);
  opened = await openReadStore();
  over = new AbortController();
  underWay = [];
});
afterEach(async () => {
  over.abort();
  await Promise.all(underWay);
  await opened.close();
});

/** The read models as one of several processes has them. */
function joined(projections = [devicesProjection]): SharedReadModels {
  const { readStore } = opened;
  const models = new SharedReadModels({ store, readStore, registry, projections, clock: systemClock, log: silentLog, signal: over.signal });
  underWay.push(models.follow());
  return models;
}

/** Has a process keep them; answers how to end that. */
function keeping(models: SharedReadModels): () => Promise<void> {
  const lost = new AbortController();
  const tenure = models.project(AbortSignal.any([lost.signal, over.signal]));
  underWay.push(tenure);
  return async () => {
    lost.abort();
    await tenure;
  };
}

describe('read models that several processes share', () => {
  it('are followed by those that do not keep them', async () => {
    const [keeper, reader] = [joined(), joined()];
    keeping(keeper);
    await Promise.all([keeper.untilThere(), reader.untilThere()]);
    const advances: number[] = [];
    reader.onAdvance('devices', (position) => advances.push(position));
    await streams.append([registered()]);
    const head = await store.head();
    expect(await reader.waitFor('devices', head, SOON)).toBe(true);
    expect((await opened.readStore.get(devices.name, METER))?.position).toBe(head);
    expect(reader.positionOf('devices')).toBe(head);
    expect(advances.at(-1)).toBe(head);
    expect(await reader.status()).toMatchObject([{ name: 'devices', state: 'LIVE', position: head, lagEvents: 0, quarantined: 0 }]);
  });

  it('are known to be up to date also with events that change nothing in them', async () => {
    const [keeper, reader] = [joined(), joined()];
    keeping(keeper);
    await keeper.untilThere();
    await streams.append([registered()]);
    await store.append('process-other', [{ id: randomUUID(), type: 'SomethingElse', data: '{}', metadata: '{}' }], 'no-stream');
    expect(await reader.waitFor('devices', await store.head(), SOON)).toBe(true);
  });

  it('are not there before somebody keeps them, and do not seem to be further than they are', async () => {
    const reader = joined();
    await streams.append([registered()]);
    expect(await reader.waitFor('devices', await store.head(), 100)).toBe(false);
    expect([await reader.status(), reader.positionOf('devices')]).toEqual([[], 0]);
    await expect(reader.quarantine.list('devices', PAGE)).rejects.toMatchObject({ code: 'UNKNOWN_PROJECTION' });
  });

  it('are kept by one process after the other, also by one that kept them before', async () => {
    const [first, second] = [joined(), joined()];
    const endFirst = keeping(first);
    await first.untilThere();
    await streams.append([registered()]);
    expect(await first.waitFor('devices', await store.head(), SOON)).toBe(true);
    await endFirst();
    await streams.append([registered()], { device: OTHER_METER });
    const endSecond = keeping(second);
    expect(await first.waitFor('devices', await store.head(), SOON)).toBe(true);
    await endSecond();
    await streams.append([registered()], { device: 'E0099' });
    keeping(first);
    expect(await second.waitFor('devices', await store.head(), SOON)).toBe(true);
    expect(await opened.readStore.count(devices.name)).toBe(3);
  });

  it('are rebuilt only where they are kept; others say that it goes on, and follow what took over', async () => {
    const [keeper, reader] = [joined(), joined()];
    await expect(reader.rebuild('devices', 'o/a/u')).rejects.toMatchObject({ code: 'KEPT_ELSEWHERE' });
    keeping(keeper);
    await keeper.untilThere();
    await streams.append([registered()]);
    await keeper.waitFor('devices', await store.head(), SOON);
    await expect(reader.rebuild('devices', 'o/a/u')).rejects.toMatchObject({ code: 'KEPT_ELSEWHERE' });
    await expect(reader.quarantine.replay('devices', undefined, 'o/a/u')).rejects.toMatchObject({ code: 'KEPT_ELSEWHERE' });
    await keeper.rebuild('devices', 'o/a/u');
    // Somebody else has to have a turn in between.
    while ((await reader.status())[0]?.generation !== 2) await systemClock.wait(1);
    await streams.append([registered()], { device: OTHER_METER });
    expect(await reader.waitFor('devices', await store.head(), SOON)).toBe(true);
    expect(await opened.readStore.count(devices.name)).toBe(2);
  });

  it('are waited for by an older process as little as by one of their own version, and by a newer one until they are rebuilt', async () => {
    const newer = { ...devicesProjection, version: devicesProjection.version + 1 };
    const old = joined();
    const endOld = keeping(old);
    await old.untilCurrent('devices');
    await endOld();
    const fresh = joined([newer]);
    await fresh.untilThere();
    let current = false;
    const waiting = fresh.untilCurrent('devices').then(() => (current = true));
    expect(current).toBe(false);
    expect(await fresh.status()).toMatchObject([{ state: 'OUTDATED' }]);
    keeping(fresh);
    await waiting;
    expect((await old.status())[0]).toMatchObject({ version: newer.version, state: 'LIVE' });
    await old.untilCurrent('devices');
  });

  it('tell everywhere which devices are quarantined', async () => {
    const choking = {
      ...devicesProjection,
      apply: () => {
        throw new Error('cannot digest');
      },
    };
    const [keeper, reader] = [joined([choking]), joined([choking])];
    keeping(keeper);
    await keeper.untilThere();
    await streams.append([registered()]);
    expect(await reader.waitFor('devices', await store.head(), SOON)).toBe(true);
    expect((await reader.quarantine.list('devices', PAGE)).items).toMatchObject([{ deviceIdentification: METER, error: 'Error: cannot digest' }]);
    expect((await reader.quarantine.show('devices', METER, PAGE)).events.items).toHaveLength(1);
    await expect(reader.quarantine.show('devices', OTHER_METER, PAGE)).rejects.toMatchObject({ code: 'NOT_QUARANTINED' });
    expect(keeper.quarantinedDevices()).toEqual({ devices: 1 });
    expect(await keeper.quarantine.discard('devices', METER, 'so it is', 'o/a/u')).toBe(1);
  });
});
