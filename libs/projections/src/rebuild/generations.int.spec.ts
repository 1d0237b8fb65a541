import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { silentLog, systemClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import type { ReadAllOptions } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import { openReadModels } from '../generations/open-read-models.js';
import { allProjections } from '../models/all-projections.js';
import { devices } from '../models/devices/device-document.js';
import { devicesProjection } from '../models/devices/devices-projection.js';
import { due } from '../models/due/due-document.js';
import { dueProjection } from '../models/due/due-projection.js';
import type { Projection } from '../projection.js';
import { ProjectionRunner, type ProjectionRunnerOptions } from '../runner/projection-runner.js';
import { DeviceStreams, registry } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { accepted, METER, OTHER_METER, registered, started, succeeded } from '../test/samples.js';
import { compareReadModels } from './compare-read-models.js';
import { rebuild } from './rebuild.js';

jest.setTimeout(60_000);

/** On a busy machine, too. */
const SOON = 30_000;
const ACTOR = 'acme/ops/-';
const { version } = devicesProjection;

let store: MemoryEventStore;
let streams: DeviceStreams;
let opened: OpenReadStore;
let readStore: ReadStore;
const runners: ProjectionRunner[] = [];

beforeEach(async () => {
  store = new MemoryEventStore();
  streams = new DeviceStreams(store);
  opened = await openReadStore();
  readStore = opened.readStore;
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map(async (runner) => runner.stop()));
  await opened.close();
});

async function run(projections: readonly Projection[] = [devicesProjection], options: Partial<ProjectionRunnerOptions> = {}) {
  const runner = new ProjectionRunner({ store, readStore, registry, projections, clock: systemClock, log: silentLog, ...options });
  runners.push(runner);
  await runner.start();
  return runner;
}

const reached = async (runner: ProjectionRunner, name = 'devices') => runner.waitFor(name, await store.head(), SOON);
const statusOf = async (runner: ProjectionRunner) => (await runner.status())[0];
const recorded = async () => (await store.readStream('projections')).map(({ type, data }) => [type, JSON.parse(data) as unknown]);

/** The event store, held back from who reads pages of some types until it is let go: a rebuild that takes its time. */
function held(): { readonly store: MemoryEventStore; release(): void } {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const slow = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name === 'readAll')
        return async (options: ReadAllOptions = {}) =>
          options.types === undefined ? target.readAll(options) : gate.then(() => target.readAll(options));
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return { store: slow, release };
}

async function expectFromZero(projections: readonly Projection[]): Promise<void> {
  const fresh = await openReadStore();
  for (const projection of projections) await rebuild(projection, store, fresh.readStore, { registry, clock: systemClock, log: silentLog });
  expect(await compareReadModels(readStore, fresh.readStore, projections)).toEqual([]);
  await fresh.close();
}

describe('A rebuild', () => {
  it('builds beside what is read, and readers change over at its end', async () => {
    await streams.append([registered(), accepted(), started(), succeeded]);
    const gate = held();
    const runner = await run([devicesProjection], { store: gate.store });
    expect(await reached(runner)).toBe(true);
    await readStore.write({ writes: [{ collection: 'devices@1', id: 'only-in-the-old', position: 1, document: { deviceIdentification: 'X' } }] });
    await runner.rebuild('devices', ACTOR);
    expect(await readStore.get(devices.name, 'only-in-the-old')).toBeDefined();
    await streams.append([registered()], { device: OTHER_METER });
    expect(await runner.waitFor('devices', await store.head(), SOON)).toBe(true);
    expect(await readStore.get(devices.name, OTHER_METER)).toBeDefined();
    gate.release();
    await runner.rebuilt('devices');
    expect(await readStore.get(devices.name, 'only-in-the-old')).toBeUndefined();
    expect(await readStore.get(devices.name, OTHER_METER)).toBeDefined();
    expect(await statusOf(runner)).toMatchObject({ generation: 2, state: 'LIVE', rebuild: null });
    await expectFromZero([devicesProjection]);
  });

  it('reads what came between its last page and the swap: nothing is missing, then or later', async () => {
    await streams.append([registered()]);
    let runner: ProjectionRunner | undefined;
    // One comes when everything seems to be read, the next when the indexes are made and what came meanwhile is read, too.
    const coming = [OTHER_METER, 'TEST1024000000003'];
    const late = new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (name === 'readAll')
          return async (options: ReadAllOptions = {}) => {
            const page = await target.readAll(options);
            if (options.types === undefined || !page.atEnd || runner === undefined) return page;
            const device = coming.shift();
            if (device === undefined) return page;
            await streams.append([registered()], { device });
            expect(await runner.waitFor('devices', await target.head(), SOON)).toBe(true);
            return page;
          };
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    runner = await run([devicesProjection], { store: late });
    await reached(runner);
    await runner.rebuild('devices', ACTOR);
    await runner.rebuilt('devices');
    expect(coming).toEqual([]);
    for (const device of [OTHER_METER, 'TEST1024000000003']) expect(await readStore.get(devices.name, device)).toBeDefined();
    await reached(runner);
    await expectFromZero([devicesProjection]);
  });

  it('tells how far it is', async () => {
    await streams.append([registered(), accepted()]);
    const gate = held();
    const runner = await run([devicesProjection], { store: gate.store });
    await reached(runner);
    await runner.rebuild('devices', ACTOR);
    expect(await statusOf(runner)).toMatchObject({ state: 'REBUILDING', rebuild: { position: 0, startedAt: expect.any(String) } });
    gate.release();
    await runner.rebuilt('devices');
  });

  it('is alone: a second one of the same projection is refused', async () => {
    const gate = held();
    const runner = await run([devicesProjection], { store: gate.store });
    await runner.rebuild('devices', ACTOR);
    await expect(runner.rebuild('devices', ACTOR)).rejects.toMatchObject({ code: 'REBUILD_RUNNING' });
    gate.release();
    await runner.rebuilt('devices');
    await runner.rebuild('devices', ACTOR);
    await runner.rebuilt('devices');
    expect(await statusOf(runner)).toMatchObject({ generation: 3 });
  });

  it('can be cancelled, and leaves nothing behind', async () => {
    await streams.append([registered()]);
    const gate = held();
    const runner = await run([devicesProjection], { store: gate.store });
    await reached(runner);
    await runner.rebuild('devices', ACTOR);
    const cancelled = runner.cancelRebuild('devices', ACTOR);
    gate.release();
    await cancelled;
    expect(await statusOf(runner)).toMatchObject({ generation: 1, state: 'LIVE', rebuild: null });
    expect((await readStore.collections()).filter((name) => name.endsWith('@2'))).toEqual([]);
    await expect(runner.cancelRebuild('devices', ACTOR)).rejects.toMatchObject({ code: 'NO_REBUILD' });
    expect(await readStore.get(devices.name, METER)).toBeDefined();
  });

  it('goes on after a crash from where it was', async () => {
    await streams.append([registered(), accepted(), started(), succeeded]);
    const gate = held();
    const first = await run([devicesProjection], { store: gate.store });
    await reached(first);
    await first.rebuild('devices', ACTOR);
    const stopped = first.stop();
    gate.release();
    await stopped;
    await streams.append([registered()], { device: OTHER_METER });
    const second = await run();
    await second.rebuilt('devices');
    expect(await statusOf(second)).toMatchObject({ generation: 2, state: 'LIVE' });
    await reached(second);
    await expectFromZero([devicesProjection]);
  });

  it('is completed when the crash came between the change of readers and its record', async () => {
    await streams.append([registered()]);
    const first = await run();
    await reached(first);
    await first.rebuild('devices', ACTOR);
    await first.rebuilt('devices');
    await first.stop();
    const row = await readStore.getRow('projections', 'devices');
    if (row === undefined) throw new Error('the projection has no row');
    const { live, retired } = row.document as { live: object; retired: readonly object[] };
    const before = { ...row.document, live: { ...retired[0], since: 0 }, building: { ...live, startedAt: 0, actor: ACTOR }, retired: [] };
    await readStore.compareAndSet('projections', 'devices', row.version, before);
    const second = await run();
    expect(await statusOf(second)).toMatchObject({ generation: 2, state: 'LIVE', rebuild: null });
  });

  it('lets both follow until the old one is removed after its time of grace', async () => {
    await streams.append([registered()]);
    const runner = await run([devicesProjection], { graceMs: 0 });
    await reached(runner);
    await runner.rebuild('devices', ACTOR);
    await runner.rebuilt('devices');
    await streams.append([registered()], { device: OTHER_METER });
    await reached(runner);
    expect(await readStore.get('devices@1', OTHER_METER)).toBeDefined();
    await runner.tidy();
    expect(await readStore.collections()).toEqual(['devices@2', 'devicesQuarantine@2']);
    expect(await readStore.checkpoint('devices@1')).toBe(0);
  });

  it('is silent: who listens hears of what is read only, and never of going back', async () => {
    await streams.append([registered(), accepted(), started(), succeeded]);
    const runner = await run();
    await reached(runner);
    const heard: number[] = [];
    runner.onAdvance('devices', (position) => heard.push(position));
    await runner.rebuild('devices', ACTOR);
    await runner.rebuilt('devices');
    await reached(runner);
    expect(heard.every((position) => position > 4)).toBe(true);
  });

  it('is recorded with who wanted it', async () => {
    const runner = await run();
    await runner.rebuild('devices', ACTOR);
    await runner.rebuilt('devices');
    await runner.stop();
    expect(await recorded()).toEqual([
      ['ProjectionRebuildStarted', { projection: 'devices', generation: 2, version, reason: 'REQUESTED' }],
      ['ProjectionSwapped', { projection: 'devices', generation: 2, version, previous: 1 }],
    ]);
    const [begun] = await store.readStream('projections');
    expect(JSON.parse(begun?.metadata ?? '')).toMatchObject({ actor: ACTOR });
  });
});

describe('Another version of a projection', () => {
  const next: Projection = {
    ...devicesProjection,
    version: version + 1,
    apply: (event, documents) => documents.put(devices, 'of-next-version', { deviceIdentification: METER, revision: event.revision } as never),
  };

  it('is built beside the old one, whose documents are read until the end', async () => {
    await streams.append([registered()]);
    await reached(await run());
    await runners[0]?.stop();
    const gate = held();
    const runner = await run([next], { store: gate.store });
    expect(await readStore.get(devices.name, METER)).toBeDefined();
    expect(await readStore.get(devices.name, 'of-next-version')).toBeUndefined();
    await expect(runner.cancelRebuild('devices', ACTOR)).rejects.toMatchObject({ code: 'REBUILD_NEEDED' });
    gate.release();
    await runner.untilCurrent('devices');
    expect((await readStore.find(devices.name, {})).items.map(({ id }) => id)).toEqual(['of-next-version']);
    expect(await statusOf(runner)).toMatchObject({ version: version + 1, generation: 2, state: 'LIVE' });
  });

  it('replaces what was being built for a version before it', async () => {
    await streams.append([registered()]);
    await reached(await run());
    await runners[0]?.stop();
    const gate = held();
    const second = await run([next], { store: gate.store });
    const stopped = second.stop();
    gate.release();
    await stopped;
    const runner = await run([{ ...next, version: version + 2 }]);
    await runner.untilCurrent('devices');
    expect(await statusOf(runner)).toMatchObject({ version: version + 2, state: 'LIVE' });
    await runner.tidy();
    expect((await readStore.collections()).filter((name) => name === 'devices@2')).toEqual([]);
  });
});

describe('The layout before there were generations', () => {
  it('is removed, and the read model begins anew', async () => {
    await streams.append([registered()]);
    await readStore.define([devices, { name: 'projectionVersions', indexes: [['version']] }]);
    const write = { collection: devices.name, id: 'old', position: 1, document: { deviceIdentification: 'old' } };
    await readStore.write({ writes: [write], checkpoint: { projection: 'devices', position: 1 } });
    const runner = await run();
    expect(await reached(runner)).toBe(true);
    expect((await readStore.find(devices.name, {})).items.map(({ id }) => id)).toEqual([METER]);
    expect(await readStore.collections()).toEqual(['devices@1', 'devicesQuarantine@1']);
    expect(await readStore.checkpoint('devices')).toBe(0);
  });
});

describe('Partitions', () => {
  it.each([1, 2, 7])('of any number give what a build from zero gives (%i)', async (partitions) => {
    const runner = await run(allProjections, { partitions, batch: 7 });
    for (let n = 0; n < 20; n += 1) {
      const device = `D${n}`;
      // The uid of some commands is that of another device's, as a reused idempotency key makes it.
      const correlationUid = `uid-${n % 15}`;
      await streams.append([registered(), accepted(), started()], { device, correlationUid });
    }
    for (let n = 0; n < 20; n += 2) await streams.append([succeeded], { device: `D${n}`, correlationUid: `uid-${n % 15}` });
    for (const { name } of allProjections) expect(await reached(runner, name)).toBe(true);
    await runner.stop();
    await expectFromZero(allProjections);
  });

  it('keep their number until the next generation, and tell the lowest position', async () => {
    await streams.append([registered()]);
    const first = await run([devicesProjection], { partitions: 3 });
    await reached(first);
    expect(first.positionOf('devices')).toBe(1);
    await first.stop();
    const second = await run();
    await streams.append([registered()], { device: OTHER_METER });
    await reached(second);
    expect(await readStore.checkpoint('devices@1')).toBe(0);
    expect(await readStore.count(devices.name)).toBe(2);
    await second.rebuild('devices', ACTOR);
    await second.rebuilt('devices');
    expect(await readStore.checkpoint('devices@2')).toBeGreaterThan(0);
  });
});

describe('Tidying', () => {
  it('removes tombstones of ended commands that no event can come for any more', async () => {
    await streams.append([accepted(), started(), succeeded], { correlationUid: 'one' });
    await streams.append([accepted()], { correlationUid: 'other' });
    const runner = await run([dueProjection], { batch: 2 });
    await reached(runner, 'due');
    await runner.tidy();
    expect(await readStore.sweep('due@1', { tombstonesUpTo: await store.head() })).toBe(0);
    expect(await readStore.count(due.name)).toBe(1);
    await streams.append([succeeded], { correlationUid: 'other' });
    await reached(runner, 'due');
    expect(await readStore.sweep('due@1', { tombstonesUpTo: await store.head() })).toBe(1);
  });
});

describe('openReadModels', () => {
  it('lets a store that was just opened answer queries', async () => {
    await streams.append([registered()]);
    await rebuild(devicesProjection, store, readStore, { registry, clock: systemClock, log: silentLog });
    await openReadModels(readStore, [devicesProjection]);
    expect(await readStore.count(devices.name)).toBe(1);
  });
});
