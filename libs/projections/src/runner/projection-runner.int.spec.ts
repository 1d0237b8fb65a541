import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { silentLog, systemClock, VirtualClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import type { ReadStore } from '#readstore/port.js';
import { allProjections } from '../models/all-projections.js';
import { commands } from '../models/commands/command-document.js';
import { commandsProjection } from '../models/commands/commands-projection.js';
import { devices } from '../models/devices/device-document.js';
import { devicesProjection } from '../models/devices/devices-projection.js';
import type { Projection } from '../projection.js';
import { compareReadModels } from '../rebuild/compare-read-models.js';
import { rebuild } from '../rebuild/rebuild.js';
import { DeviceStreams, registry } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { accepted, METER, OTHER_METER, registered, START, started, succeeded } from '../test/samples.js';
import { unreliable, type WriteFault } from '../test/unreliable-read-store.js';
import { ProjectionRunner } from './projection-runner.js';

jest.setTimeout(60_000);

/** On a busy machine, too. */
const SOON = 30_000;

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

async function run(projections: readonly Projection[] = [devicesProjection], into = readStore, clock = systemClock): Promise<ProjectionRunner> {
  const runner = new ProjectionRunner({ store, readStore: into, registry, projections, clock, log: silentLog });
  runners.push(runner);
  await runner.start();
  return runner;
}

const reached = async (runner: ProjectionRunner, name = 'devices') => runner.waitFor(name, await store.head(), SOON);

describe('ProjectionRunner', () => {
  it('projects what is stored, then what comes', async () => {
    await streams.append([registered()]);
    const runner = await run();
    expect(await reached(runner)).toBe(true);
    expect((await readStore.get(devices.name, METER))?.position).toBe(1);
    await streams.append([registered()], { device: OTHER_METER });
    expect(await reached(runner)).toBe(true);
    expect((await readStore.get(devices.name, OTHER_METER))?.position).toBe(2);
  });

  it('stores the checkpoint with the documents', async () => {
    const runner = await run();
    await streams.append([registered(), accepted(), started()]);
    expect(await reached(runner)).toBe(true);
    expect(await readStore.checkpoint('devices@1')).toBe(3);
    expect(runner.positionOf('devices')).toBe(3);
  });

  it('tells of each advance after the commit, until it is told to stop', async () => {
    const runner = await run();
    const seen: Promise<number>[] = [];
    const stop = runner.onAdvance('devices', () => seen.push(readStore.checkpoint('devices@1')));
    await streams.append([registered()]);
    await reached(runner);
    stop();
    await streams.append([accepted()]);
    await reached(runner);
    expect(await Promise.all(seen)).toEqual([1]);
  });

  it('waits no longer than it is told', async () => {
    const clock = new VirtualClock(START);
    const runner = await run([devicesProjection], readStore, clock);
    const waited = runner.waitFor('devices', 1, 5_000);
    await clock.advance(5_000);
    expect(await waited).toBe(false);
  });

  it('stops waiting when the signal aborts', async () => {
    const runner = await run();
    expect(await runner.waitFor('devices', 1, SOON, AbortSignal.abort())).toBe(false);
  });

  it('knows only its own projections', async () => {
    const runner = await run();
    expect(() => runner.positionOf('nowhere')).toThrow(RangeError);
  });

  it('moves on over streams that are not those of devices', async () => {
    const runner = await run();
    await store.append('checkpoints', [{ id: randomUUID(), type: 'DeviceRegistered', data: '{}', metadata: '{}' }], 'no-stream');
    expect(await reached(runner)).toBe(true);
    expect((await runner.status())[0]).toMatchObject({ position: 1, quarantined: 0 });
  });

  it('goes on after a restart where it was', async () => {
    await reached(await run());
    await streams.append([registered()]);
    await runners[0]?.stop();
    await streams.append([registered()], { device: OTHER_METER });
    expect(await reached(await run())).toBe(true);
    expect(await readStore.count(devices.name)).toBe(2);
  });

  it('builds a projection that is new from zero beside those that are not', async () => {
    await streams.append([registered(), accepted()]);
    await reached(await run());
    await runners[0]?.stop();
    const runner = await run([devicesProjection, commandsProjection]);
    expect(await reached(runner, 'commands')).toBe(true);
    expect(await readStore.count(commands.name)).toBe(1);
  });

  it('builds a projection anew when its version has changed', async () => {
    await streams.append([registered()]);
    await reached(await run());
    await runners[0]?.stop();
    const next: Projection = {
      ...devicesProjection,
      version: devicesProjection.version + 1,
      apply: (event, documents) => documents.put(devices, `new-${event.revision}`, { deviceIdentification: METER } as never),
    };
    await (await run([next])).rebuilt('devices');
    expect((await readStore.find(devices.name, {})).items.map(({ id }) => id)).toEqual(['new-0']);
  });

  it.each<[string, WriteFault]>([
    ['was refused', 'refuse'],
    ['has lost its answer', 'lose'],
    ['was carried out in part', 'break'],
  ])('repeats a write that %s, and skips nothing', async (_what, fault) => {
    let failures = 0;
    const into = unreliable(readStore, (batch) => (batch.checkpoint !== undefined && failures++ < 2 ? fault : undefined));
    const runner = await run(allProjections, into);
    await streams.append([registered(), accepted(), started(), succeeded]);
    for (const { name } of allProjections) expect(await reached(runner, name)).toBe(true);
    const fresh = await openReadStore();
    for (const projection of allProjections) await rebuild(projection, store, fresh.readStore, { registry, clock: systemClock, log: silentLog });
    expect(await compareReadModels(readStore, fresh.readStore, allProjections)).toEqual([]);
    await fresh.close();
  });

  it('stops while a write keeps failing, and the next one takes over', async () => {
    const broken = await run(
      [devicesProjection],
      unreliable(readStore, (batch) => (batch.checkpoint === undefined ? undefined : 'refuse')),
    );
    await streams.append([registered()]);
    await broken.stop();
    expect(broken.positionOf('devices')).toBe(0);
    expect(await reached(await run())).toBe(true);
    expect(await readStore.count(devices.name)).toBe(1);
  });

  it('ends when the event store is closed', async () => {
    const runner = await run();
    await store.close();
    await runner.stop();
    expect(runner.positionOf('devices')).toBe(0);
  });

  it('says how far behind it is', async () => {
    const clock = new VirtualClock(START + 11_000);
    const runner = await run(
      [devicesProjection],
      unreliable(readStore, (batch) => (batch.checkpoint === undefined ? undefined : 'refuse')),
      clock,
    );
    await streams.append([registered(), accepted()]);
    expect(await runner.status()).toEqual([
      {
        name: 'devices',
        version: devicesProjection.version,
        generation: 1,
        state: 'LIVE',
        position: 0,
        lagEvents: 2,
        lagSeconds: 10,
        quarantined: 0,
        rebuild: null,
      },
    ]);
  });
});
