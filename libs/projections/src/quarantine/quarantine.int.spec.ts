import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { silentLog, systemClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import type { ReadStore } from '#readstore/port.js';
import { commands } from '../models/commands/command-document.js';
import { commandsProjection } from '../models/commands/commands-projection.js';
import { devices } from '../models/devices/device-document.js';
import { devicesProjection } from '../models/devices/devices-projection.js';
import { due } from '../models/due/due-document.js';
import { dueProjection } from '../models/due/due-projection.js';
import type { Projection } from '../projection.js';
import { rebuild } from '../rebuild/rebuild.js';
import { quarantineOf } from '../generations/layout.js';
import { DeviceStreams, registry } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { accepted, at, METER, OTHER_METER, registered, started, succeeded } from '../test/samples.js';
import { ProjectionRunner } from '../runner/projection-runner.js';

jest.setTimeout(60_000);

/** On a busy machine, too. */
const SOON = 30_000;

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
  for (const { name } of projections) expect(await runner.waitFor(name, await store.head(), SOON)).toBe(true);
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

  it('parks the same events when it is built from zero', async () => {
    await streams.append([registered(), accepted(), started()]);
    await streams.append([accepted(), started()], { device: OTHER_METER, correlationUid: 'other' });
    await projectWith(choking);
    await streams.append([registered(), succeeded, registered()]);
    expect(await runner.waitFor(choking.name, await store.head(), SOON)).toBe(true);
    const rows = async () => (await readStore.find(quarantineOf(choking).name, {})).items;
    const live = await rows();
    // Two of them are of types that commands do not handle: a reader that leaves such types out must not lose them.
    expect(await parkedEvents()).toBe(5);
    await runner.rebuild(choking.name, 'acme/ops/-');
    await runner.rebuilt(choking.name);
    expect(await rows()).toEqual(live);
  });
});

describe('Replaying a quarantined device', () => {
  const events = async () => (await store.readStream('projections')).map(({ type, data }) => [type, JSON.parse(data) as object] as const);

  /** Poison is on the stream and parked; then the projection is as it should be. */
  async function poisoned(then: Projection): Promise<void> {
    await streams.append([accepted()], { correlationUid: 'before' });
    await streams.append([accepted(), started(), succeeded], { correlationUid: 'poison' });
    await streams.append([accepted()], { correlationUid: 'after' });
    await projectWith(choking);
    expect(await parkedEvents()).toBe(3);
    await runner.stop();
    await projectWith(then);
  }

  it('applies all its events and takes it out', async () => {
    await poisoned(commandsProjection);
    expect(await commandOf('before')).toMatchObject({ stale: true });
    expect(await runner.quarantine.replay('commands', METER, 'acme/ops/-')).toEqual([{ deviceIdentification: METER, outcome: 'CLEARED' }]);
    expect(await commandOf('before')).not.toHaveProperty('stale');
    expect(await commandOf('poison')).toMatchObject({ status: 'SUCCEEDED', attempts: [{ outcome: 'SUCCEEDED' }] });
    expect(await commandOf('poison')).not.toHaveProperty('stale');
    expect(await commandOf('after')).toMatchObject({ status: 'ACCEPTED' });
    expect(await readStore.count(quarantineOf(choking).name)).toBe(0);
    expect((await runner.status())[0]).toMatchObject({ quarantined: 0 });
  });

  it('gives the documents that a build from zero gives, and goes on from there', async () => {
    await poisoned(commandsProjection);
    await runner.quarantine.replay('commands', undefined, 'acme/ops/-');
    await streams.append([started(), succeeded], { correlationUid: 'after' });
    expect(await runner.waitFor('commands', await store.head(), SOON)).toBe(true);
    const fresh = await openReadStore();
    await rebuild(commandsProjection, store, fresh.readStore, { registry, clock: systemClock, log: silentLog });
    const content = async (from: ReadStore) => (await from.find(commands.name, {})).items.map(({ document }) => document);
    expect(await content(readStore)).toEqual(await content(fresh.readStore));
    await fresh.close();
  });

  it('is not undone by a restart', async () => {
    await poisoned(commandsProjection);
    await runner.quarantine.replay('commands', METER, 'acme/ops/-');
    await runner.stop();
    await projectWith(commandsProjection);
    await streams.append([started()], { correlationUid: 'after' });
    expect(await runner.waitFor('commands', await store.head(), SOON)).toBe(true);
    expect(await commandOf('after')).toMatchObject({ status: 'RUNNING' });
    expect(await commandOf('after')).not.toHaveProperty('stale');
  });

  it('keeps it with the new error when it still cannot be applied', async () => {
    const other: Projection = {
      ...commandsProjection,
      apply(event, documents) {
        if (event.type === 'CommandSucceeded') throw new Error('too sweet');
        commandsProjection.apply(event, documents);
      },
    };
    await poisoned(other);
    expect(await runner.quarantine.replay('commands', METER, 'acme/ops/-')).toEqual([
      { deviceIdentification: METER, outcome: 'KEPT', error: 'Error: too sweet' },
    ]);
    expect((await runner.quarantine.list('commands', {})).items).toMatchObject([{ revision: 3, error: 'Error: too sweet', parked: 3 }]);
    expect(await commandOf('before')).toMatchObject({ stale: true });
    expect((await events()).at(-1)).toEqual([
      'QuarantineReplayed',
      { projection: 'commands', generation: 1, deviceIdentification: METER, outcome: 'KEPT', error: 'Error: too sweet' },
    ]);
  });

  it('leaves a document alone that another device owns', async () => {
    await streams.append([accepted()], { device: OTHER_METER, correlationUid: 'shared' });
    await streams.append([accepted()], { correlationUid: 'shared' });
    await poisoned(commandsProjection);
    await runner.quarantine.replay('commands', METER, 'acme/ops/-');
    expect(await commandOf('shared')).toMatchObject({ deviceIdentification: OTHER_METER });
  });

  it('removes what should not be there', async () => {
    const lazy: Projection = {
      ...dueProjection,
      apply: (event, documents) => refuse('CommandSucceeded', event.type, () => dueProjection.apply(event, documents)),
    };
    await streams.append([accepted(), started(), succeeded]);
    await projectWith(lazy);
    expect(await readStore.count(due.name)).toBe(1);
    await runner.stop();
    await projectWith(dueProjection);
    await runner.quarantine.replay('due', METER, 'acme/ops/-');
    expect(await readStore.count(due.name)).toBe(0);
  });

  it('is refused for a device that is not parked', async () => {
    await projectWith(commandsProjection);
    await expect(runner.quarantine.replay('commands', METER, 'acme/ops/-')).rejects.toMatchObject({ code: 'NOT_QUARANTINED' });
    await expect(runner.quarantine.show('commands', METER, {})).rejects.toMatchObject({ code: 'NOT_QUARANTINED' });
    await expect(runner.quarantine.list('nowhere', {})).rejects.toMatchObject({ code: 'UNKNOWN_PROJECTION' });
  });

  it('can be given up instead: later events are applied again, and the documents stay stale', async () => {
    await poisoned(commandsProjection);
    expect(await runner.quarantine.show('commands', METER, {})).toMatchObject({
      parked: 3,
      events: { items: [{ revision: 2, type: 'AttemptStarted' }, { revision: 3 }, { revision: 4 }], next: null },
    });
    expect(await runner.quarantine.discard('commands', METER, 'of no use', 'acme/ops/-')).toBe(3);
    await streams.append([accepted()], { correlationUid: 'later' });
    await streams.append([started()], { correlationUid: 'before' });
    expect(await runner.waitFor('commands', await store.head(), SOON)).toBe(true);
    expect(await commandOf('later')).toMatchObject({ status: 'ACCEPTED' });
    expect(await commandOf('later')).not.toHaveProperty('stale');
    expect(await commandOf('before')).toMatchObject({ status: 'RUNNING', stale: true });
    expect((await events()).at(-1)).toEqual([
      'QuarantineDiscarded',
      { projection: 'commands', generation: 1, deviceIdentification: METER, reason: 'of no use', parked: 3 },
    ]);
  });

  it('leaves room for the record of whoever is parked next', async () => {
    let digests = false;
    await projectWith({ ...commandsProjection, apply: (event, documents) => (digests ? commandsProjection : choking).apply(event, documents) });
    await streams.append([accepted(), started()], { correlationUid: 'poison' });
    expect(await runner.waitFor('commands', await store.head(), SOON)).toBe(true);
    digests = true;
    await runner.quarantine.replay('commands', METER, 'acme/ops/-');
    digests = false;
    await streams.append([accepted(), started()], { device: OTHER_METER, correlationUid: 'other' });
    expect(await runner.waitFor('commands', await store.head(), SOON)).toBe(true);
    await runner.stop();
    expect((await events()).map(([type, data]) => [type, Reflect.get(data, 'deviceIdentification')])).toEqual([
      ['DeviceQuarantined', METER],
      ['QuarantineReplayed', METER],
      ['DeviceQuarantined', OTHER_METER],
    ]);
  });

  it('is preceded by a record of the quarantine, once', async () => {
    await poisoned(commandsProjection);
    await runner.stop();
    expect(await events()).toEqual([
      [
        'DeviceQuarantined',
        {
          projection: 'commands',
          generation: 1,
          deviceIdentification: METER,
          revision: 2,
          eventType: 'AttemptStarted',
          error: 'Error: cannot digest',
        },
      ],
    ]);
  });
});

function refuse(poison: string, type: string, apply: () => void): void {
  if (type === poison) throw new Error('cannot digest');
  apply();
}
