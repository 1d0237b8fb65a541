import { beforeAll, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../clock.js';
import { EventRegistry } from '../registry/event-registry.js';
import {
  counter,
  counterContext,
  counterRegistry,
  Opened,
  type Counter,
  type CounterCommand,
  type CounterEvent,
} from '../testing/counter-example.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { DeciderRepository } from './decider-repository.js';

const START = Date.UTC(2026, 0, 1);
const store = new MemoryEventStore();
const clock = new VirtualClock(START);
const options = { store, clock, stream: (id: string) => `counter-${id}`, initialState: counter.initialState, evolve: counter.evolve };
const repository = new DeciderRepository<Counter, CounterEvent>({ ...options, registry: counterRegistry });
const run = (name: string, command: CounterCommand) =>
  repository.decide('a', counterContext(name), (state, now) => counter.decide(command, state, now));

/** Revision 0 at 0 s; 1 at 10 s; 2 recorded at 20 s but true at 5 s; 3 at 30 s. */
beforeAll(async () => {
  await run('open', { open: 100 });
  await clock.advance(10_000);
  await run('one', { add: [1] });
  await clock.advance(10_000);
  await run('late', { add: [10], at: START + 5_000 });
  await clock.advance(10_000);
  await run('last', { add: [50] });
});

describe('the state', () => {
  it('as of a revision has exactly the events up to it', async () => {
    expect(await repository.stateAt('a', { revision: 1 })).toMatchObject({ revision: 1, state: { total: 1 } });
    const { state, revision, hash } = await repository.load('a');
    expect(await repository.stateAt('a', { revision: 3 })).toEqual({ state, revision, hash });
    expect(await repository.stateAt('a', { revision: 4 })).toBeUndefined();
    expect(await repository.stateAt('a', { revision: -1 })).toBeUndefined();
  });

  it('at an instant has what was true by then, also what we learnt later', async () => {
    expect(await repository.stateAt('a', { at: START + 5_000 })).toMatchObject({ revision: 2, state: { total: 10 } });
    expect(await repository.stateAt('a', { at: START + 4_999 })).toMatchObject({ revision: 0, state: { total: 0 } });
    expect(await repository.stateAt('a', { at: START + 30_000 })).toMatchObject({ revision: 3, state: { total: 61 } });
    expect(await repository.stateAt('a', { at: START - 1 })).toBeUndefined();
  });

  it('as known at an instant has what was recorded by then', async () => {
    expect(await repository.stateAt('a', { knownAt: START + 19_999 })).toMatchObject({ revision: 1, state: { total: 1 } });
    expect(await repository.stateAt('a', { knownAt: START + 20_000 })).toMatchObject({ revision: 2, state: { total: 11 } });
    expect(await repository.stateAt('a', { knownAt: START - 1 })).toBeUndefined();
  });
});

describe('the history', () => {
  const revisions = async (how: { after?: number; limit: number; types?: string[] }) =>
    (await repository.history('a', how)).map(({ revision }) => revision);

  it('is read in pages, after a revision', async () => {
    expect(await revisions({ limit: 2 })).toEqual([0, 1]);
    expect(await revisions({ after: 1, limit: 10 })).toEqual([2, 3]);
    expect(await revisions({ after: 3, limit: 10 })).toEqual([]);
    expect(await revisions({ limit: 0 })).toEqual([]);
  });

  it('can be of some types only', async () => {
    expect(await revisions({ limit: 2, types: ['Added'] })).toEqual([1, 2]);
    expect(await revisions({ limit: 10, types: ['Opened'] })).toEqual([0]);
    expect(await revisions({ limit: 10, types: [] })).toEqual([]);
  });

  it('shows events of unknown types; folding them is refused unless asked for', async () => {
    const older = new EventRegistry([Opened]);
    const strict = new DeciderRepository<Counter, CounterEvent>({ ...options, registry: older });
    expect((await strict.history('a', { limit: 10 })).map(({ type }) => type)).toEqual(['Opened', 'Added', 'Added', 'Added']);
    await expect(strict.load('a')).rejects.toMatchObject({ code: 'UNKNOWN_EVENT_TYPE' });
    const tolerant = new DeciderRepository<Counter, CounterEvent>({ ...options, registry: older, unknownTypes: 'tolerant' });
    expect((await tolerant.load('a')).revision).toBe(3);
  });
});
