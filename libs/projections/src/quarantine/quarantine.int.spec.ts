import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLog, systemClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import type { ReadStore } from '#readstore/port.js';
import { commands } from '../models/commands/command-document.js';
import { commandsProjection } from '../models/commands/commands-projection.js';
import { devices } from '../models/devices/device-document.js';
import { devicesProjection } from '../models/devices/devices-projection.js';
import type { Projection } from '../projection.js';
import { quarantineOf } from '../generations/layout.js';
import { DeviceStreams, registry } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { accepted, at, METER, OTHER_METER, registered, started, succeeded } from '../test/samples.js';
import { ProjectionRunner } from '../runner/projection-runner.js';

/** A read model of commands that chokes on attempts. */
const choking: Projection = {
  ...commandsProjection,
  apply(event, documents) {
    if (event.type === 'AttemptStarted') throw new Error('cannot digest');
    commandsProjection.apply(event, documents);
  },
};

let store: MemoryEventStore;
let streams: DeviceStreams;
let opened: OpenReadStore;
let readStore: ReadStore;
let runner: ProjectionRunner;

beforeEach(async () => {
  store = new MemoryEventStore();
  streams = new DeviceStreams(store);
  opened = await openReadStore();
  readStore = opened.readStore;
});
afterEach(async () => {
  await runner.stop();
  await opened.close();
});

async function projectWith(...projections: Projection[]): Promise<void> {
  runner = new ProjectionRunner({ store, readStore, registry, projections, clock: systemClock, log: silentLog });
  await runner.start();
  for (const { name } of projections) expect(await runner.waitFor(name, await store.head(), 5_000)).toBe(true);
}

const commandOf = async (uid: string) => (await readStore.get(commands.name, uid))?.document;
const parkedEvents = async () => readStore.count(quarantineOf(choking).name, [{ field: 'kind', equals: 'event' }]);

describe('Quarantine', () => {
  it('parks a device whose event cannot be applied, from that event on, and says so in its documents', async () => {
    await streams.append([accepted()], { correlationUid: 'before' });
    await projectWith(choking);
    await runner.stop();
    await streams.append([accepted(), started()], { correlationUid: 'poison' });
    await streams.append([accepted()], { correlationUid: 'after' });
    await projectWith(choking);
    expect(await commandOf('before')).toMatchObject({ status: 'ACCEPTED', stale: true });
    expect(await commandOf('poison')).toMatchObject({ status: 'ACCEPTED', stale: true });
    expect(await commandOf('after')).toBeUndefined();
    expect(await parkedEvents()).toBe(2);
    expect((await runner.status())[0]).toMatchObject({ quarantined: 1 });
    expect((await runner.quarantine.list(choking.name, {})).items).toEqual([
      {
        deviceIdentification: METER,
        position: 3,
        revision: 2,
        type: 'AttemptStarted',
        error: 'Error: cannot digest',
        since: at(3_000),
        parked: 2,
      },
    ]);
  });

  it('harms neither other devices nor other projections', async () => {
    await streams.append([registered(), accepted(), started(), succeeded]);
    await streams.append([accepted()], { device: OTHER_METER, correlationUid: 'other' });
    await projectWith(choking, devicesProjection);
    expect(await commandOf('other')).not.toHaveProperty('stale');
    expect((await readStore.get(devices.name, METER))?.document).toMatchObject({ failedConnections: 0, lastContact: expect.any(String) });
    expect((await runner.status()).map(({ quarantined }) => quarantined)).toEqual([1, 0]);
  });

  it('still parks after a restart', async () => {
    await streams.append([accepted(), started()]);
    await projectWith(choking);
    await runner.stop();
    await streams.append([succeeded]);
    await projectWith(choking);
    expect(await commandOf('uid-1')).toMatchObject({ status: 'ACCEPTED', stale: true });
    expect(await parkedEvents()).toBe(2);
  });

  it('parks a device whose event cannot be decoded, in those projections only that handle its type', async () => {
    await streams.append([registered(), accepted()]);
    await streams.appendMalformed('RetryScheduled');
    await projectWith(commandsProjection, devicesProjection);
    expect(await commandOf('uid-1')).toMatchObject({ stale: true });
    expect((await readStore.get(devices.name, METER))?.document).not.toHaveProperty('stale');
  });
});
