import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DeviceEvent } from '#domain';
import { silentLog, systemClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { allProjections } from '../models/all-projections.js';
import { devices } from '../models/devices/device-document.js';
import { devicesProjection } from '../models/devices/devices-projection.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { DeviceStreams, registry } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { projectAll } from '../test/projected-read-store.js';
import { accepted, attemptFailed, METER, registered, retryAt, started, succeeded } from '../test/samples.js';
import { unreliable, type WriteFault } from '../test/unreliable-read-store.js';
import { compareReadModels } from './compare-read-models.js';
import { rebuild } from './rebuild.js';

jest.setTimeout(60_000);

/** On a busy machine, too. */
const SOON = 30_000;

let store: MemoryEventStore;
let streams: DeviceStreams;
let one: OpenReadStore;
let other: OpenReadStore;

beforeEach(async () => {
  store = new MemoryEventStore();
  streams = new DeviceStreams(store);
  [one, other] = await Promise.all([openReadStore(), openReadStore()]);
});
afterEach(async () => {
  await Promise.all([one.close(), other.close()]);
});

const LIFE: readonly DeviceEvent[] = [accepted(), started(1), attemptFailed(1, 225, 'CONNECTION_REFUSED'), retryAt(2, 0), started(2), succeeded];

describe('compareReadModels', () => {
  it('finds nothing between two builds of the same events', async () => {
    await streams.append([registered(), ...LIFE]);
    for (const { readStore } of [one, other]) await projectAll(allProjections, store, readStore);
    expect(await compareReadModels(one.readStore, other.readStore, allProjections)).toEqual([]);
  });

  it('finds documents that are missing, of another content or of another position', async () => {
    await streams.append([registered()]);
    for (const { readStore } of [one, other]) await projectAll([devicesProjection], store, readStore);
    const same = await one.readStore.get(devices.name, METER);
    const write = async (to: OpenReadStore, id: string, position: number, document: object) =>
      to.readStore.write({ writes: [{ collection: `${devices.name}@1`, id, position, document: { ...document } }] });
    await write(one, 'only-in-a', 1, {});
    await write(other, 'only-in-b', 1, {});
    await write(one, 'content', 1, { x: 1 });
    await write(other, 'content', 1, { x: 2 });
    await write(other, METER, 9, same?.document ?? {});
    const differences = await compareReadModels(one.readStore, other.readStore, [devicesProjection]);
    expect(new Map(differences.map(({ id, a, b }) => [id, [a?.position, b?.position]]))).toEqual(
      new Map([
        [METER, [1, 9]],
        ['content', [1, 1]],
        ['only-in-a', [1, undefined]],
        ['only-in-b', [undefined, 1]],
      ]),
    );
    expect(differences[0]).toMatchObject({ projection: 'devices', collection: 'devices' });
  });
});

describe('rebuild', () => {
  it('removes what was there, and answers how far it came', async () => {
    await projectAll([devicesProjection], store, one.readStore);
    await one.readStore.write({ writes: [{ collection: `${devices.name}@1`, id: 'wrong', position: 99, document: {} }] });
    const position = await streams.append([registered(), accepted()]);
    expect(await rebuild(devicesProjection, store, one.readStore, { registry, clock: systemClock, log: silentLog })).toBe(position);
    expect((await one.readStore.find(devices.name, {})).items.map(({ id }) => id)).toEqual([METER]);
    expect(await one.readStore.checkpoint('devices@2')).toBe(position);
  });

  it('can be broken off', async () => {
    const signal = AbortSignal.abort();
    await expect(rebuild(devicesProjection, store, one.readStore, { registry, clock: systemClock, log: silentLog, signal })).rejects.toThrow();
  });
});

describe('Read models under crashes and failing writes', () => {
  /** A small generator (mulberry32), so that a failure can be had again. */
  function randomFrom(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  it.each([1, 2, 3])('equal a build from zero (seed %i)', async (seed) => {
    const random = randomFrom(seed);
    const devicesCount = 5;
    for (let n = 0; n < devicesCount; n += 1) await streams.append([registered()], { device: `D${n}` });
    const write = async (round: number): Promise<void> => {
      const device = `D${Math.floor(random() * devicesCount)}`;
      const uid = `uid-${seed}-${round}`;
      for (const event of LIFE.slice(0, 1 + Math.floor(random() * LIFE.length))) await streams.append([event], { device, correlationUid: uid });
    };
    for (let restart = 0; restart < 6; restart += 1) {
      const faults: readonly WriteFault[] = ['refuse', 'lose', 'break'];
      const fault = (): WriteFault => (random() < 0.6 ? undefined : faults[Math.floor(random() * faults.length)]);
      const readStore = unreliable(one.readStore, ({ checkpoint }) => (checkpoint === undefined ? undefined : fault()));
      const batch = 1 + Math.floor(random() * 7);
      const options = {
        store,
        readStore,
        registry,
        projections: allProjections,
        clock: { ...systemClock, wait: async () => undefined },
        log: silentLog,
        batch,
      };
      const runner = new ProjectionRunner(options);
      await runner.start();
      for (let round = 0; round < 10; round += 1) await write(restart * 10 + round);
      await runner.stop();
    }
    const last = new ProjectionRunner({ store, readStore: one.readStore, registry, projections: allProjections, clock: systemClock, log: silentLog });
    await last.start();
    for (const { name } of allProjections) expect(await last.waitFor(name, await store.head(), SOON)).toBe(true);
    await last.stop();
    await projectAll(allProjections, store, other.readStore);
    expect(await compareReadModels(one.readStore, other.readStore, allProjections)).toEqual([]);
  });
});
