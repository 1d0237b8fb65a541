import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { silentLog, systemClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import { commandsProjection } from '../models/commands/commands-projection.js';
import type { Projection } from '../projection.js';
import { compareReadModels } from '../rebuild/compare-read-models.js';
import { rebuild } from '../rebuild/rebuild.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { DeviceStreams, registry } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { accepted, METER, OTHER_METER, started, succeeded } from '../test/samples.js';
import { unreliable } from '../test/unreliable-read-store.js';

jest.setTimeout(120_000);

/** A read model of commands that chokes on second attempts. */
const choking: Projection = {
  ...commandsProjection,
  apply(event, documents) {
    if (event.type === 'AttemptStarted' && event.data.attempt === 2) throw new Error('cannot digest');
    commandsProjection.apply(event, documents);
  },
};

type Step = readonly [device: string, uid: string, kind: keyof typeof EVENTS];
const EVENTS = { accepted: accepted(), started: started(1), poison: started(2), succeeded };
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom(METER, OTHER_METER),
  fc.constantFrom('u1', 'u2', 'u3', 'u4'),
  fc.constantFrom('accepted', 'accepted', 'started', 'poison', 'succeeded'),
);
/** Writes that a process carries out before it dies in the middle of one. */
const kills = fc.array(fc.nat(4), { minLength: 1, maxLength: 3 });

const opened: OpenReadStore[] = [];
afterEach(async () => void (await Promise.all(opened.splice(0).map(async (each) => each.close()))));

async function readStoreOfItsOwn(): Promise<ReadStore> {
  const each = await openReadStore();
  opened.push(each);
  return each.readStore;
}

interface Run {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly batch: number;
}

async function project(run: Run, abort = new AbortController()): Promise<void> {
  const runner = new ProjectionRunner({ ...run, registry, projections: [choking], clock: systemClock, log: silentLog });
  abort.signal.addEventListener('abort', () => void runner.stop());
  await runner.start();
  expect(await runner.waitFor('commands', await run.store.head(), 10_000, abort.signal)).toBe(!abort.signal.aborted);
  await runner.stop();
}

async function killedAfter(writes: number, run: Run): Promise<void> {
  const abort = new AbortController();
  let written = 0;
  const readStore = unreliable(run.readStore, () => {
    if (!abort.signal.aborted && written++ < writes) return undefined;
    abort.abort();
    return 'break';
  });
  await project({ ...run, readStore }, abort);
}

describe('Quarantine in a store without transactions', () => {
  it('is what a build from zero makes of the same events, wherever the projections were killed', async () => {
    const poisonedInTheSameBatch: [Step[], number[], number] = [
      [
        [METER, 'u1', 'accepted'],
        [METER, 'u2', 'accepted'],
        [METER, 'u3', 'accepted'],
        [OTHER_METER, 'u4', 'accepted'],
        [OTHER_METER, 'u4', 'poison'],
      ],
      [0],
      500,
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), kills, fc.constantFrom(3, 500), async (steps, deaths, batch) => {
        const store = new MemoryEventStore();
        const streams = new DeviceStreams(store);
        const events = steps.map(([device, correlationUid, kind]) => [EVENTS[kind], { device, correlationUid }] as const);
        for (const [event, place] of events) await streams.append([event], place);
        const run = { store, readStore: await readStoreOfItsOwn(), batch };
        for (const writes of deaths) await killedAfter(writes, run);
        await project(run);
        const fresh = await readStoreOfItsOwn();
        await rebuild(choking, store, fresh, { registry, clock: systemClock, log: silentLog });
        expect(await compareReadModels(run.readStore, fresh, [choking])).toEqual([]);
      }),
      { numRuns: 20, examples: [poisonedInTheSameBatch] },
    );
  });
});
