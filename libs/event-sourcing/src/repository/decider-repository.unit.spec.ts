import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '#eventstore/port.js';
import { verifyStream } from '../chain/verify-stream.js';
import { firstHash } from '../chain/event-hash.js';
import { VirtualClock } from '../clock.js';
import {
  counter,
  CounterRefused,
  counterContext,
  counterRegistry,
  type Counter,
  type CounterCommand,
  type CounterEvent,
} from '../testing/counter-example.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { unreliable } from '../testing/unreliable-event-store.js';
import { eventIdOf } from '../uuid.js';
import { DeciderRepository } from './decider-repository.js';
import { AppendOutcomeUnknownError, StreamContendedError } from './repository-errors.js';

const START = Date.UTC(2026, 0, 1);

function setUp({
  store = new MemoryEventStore(),
  cacheSize = 10,
  clock = new VirtualClock(START),
}: { store?: EventStore; cacheSize?: number; clock?: VirtualClock } = {}) {
  const { initialState, evolve } = counter;
  const repository = new DeciderRepository<Counter, CounterEvent>({
    store,
    registry: counterRegistry,
    clock,
    stream: (id) => `counter-${id}`,
    initialState,
    evolve,
    cacheSize,
  });
  const run = (id: string, name: string, command: CounterCommand) =>
    repository.decide(id, counterContext(name), (state, now) => {
      return state.handled.includes(counterContext(name).commandId) ? [] : counter.decide(command, state, now);
    });
  return { store, repository, clock, run };
}

describe('a repository', () => {
  it('knows nothing of a stream that does not exist', async () => {
    const { repository } = setUp();
    expect(await repository.load('a')).toEqual({ state: counter.initialState('a'), revision: -1, position: 0, hash: firstHash('counter-a') });
    expect(await repository.stateAt('a', { at: START })).toBeUndefined();
    expect(await repository.history('a', { limit: 10 })).toEqual([]);
  });

  it('appends what was decided, with ids from the command, and hands the new state back', async () => {
    const { repository, run, store } = setUp();
    const opened = await run('a', 'open', { open: 10 });
    expect(opened).toMatchObject({ revision: 0, position: 1, repeated: false, state: { limit: 10 } });
    const added = await run('a', 'add', { add: [1, 2] });
    expect(added).toMatchObject({ revision: 2, position: 3, state: { total: 3 } });
    expect(added.events.map(({ eventId }) => eventId)).toEqual([0, 1].map((index) => eventIdOf(counterContext('add').commandId, index)));
    const { events, repeated, ...loaded } = added;
    expect([events.length, repeated]).toEqual([2, false]);
    expect(await repository.load('a')).toEqual(loaded);
    expect(await setUp({ store }).repository.load('a')).toEqual(loaded);
  });

  it('writes a chain that verifies, also beyond one page', async () => {
    const { run, store } = setUp();
    await run('a', 'open', { open: 10_000 });
    for (let n = 0; n < 12; n++) await run('a', `add ${n}`, { add: Array.from({ length: 100 }, () => 1) });
    expect(verifyStream(await store.readStream('counter-a'))).toMatchObject({ ok: true, head: { revision: 1_200 } });
    expect((await setUp({ store }).repository.load('a')).state.total).toBe(1_200);
  });

  it('appends nothing when nothing is decided, and lets a refusal through', async () => {
    const { run, store } = setUp();
    await expect(run('a', 'add', { add: [1] })).rejects.toThrow(CounterRefused);
    await run('a', 'open', { open: 10 });
    expect(await run('a', 'open again', { open: 10 })).toMatchObject({ revision: 0, events: [], repeated: false });
    await expect(run('a', 'add', { add: [11] })).rejects.toThrow('over the limit');
    expect(await store.head()).toBe(1);
  });

  it('dates events by what they say, else the command, else the decision', async () => {
    const { repository, clock } = setUp();
    await clock.advance(5_000);
    const decide = (context: object) =>
      repository.decide('a', counterContext('c', context), () => [
        { type: 'Opened', data: { limit: 1 }, occurredAt: START - 1 },
        { type: 'Added', data: { amount: 1 } },
      ]);
    const iso = (ms: number): string => new Date(ms).toISOString();
    const { events } = await decide({ occurredAt: START + 7 });
    expect(events.map(({ occurredAt }) => occurredAt)).toEqual([iso(START - 1), iso(START + 7)]);
    expect(events.map(({ recordedAt }) => recordedAt)).toEqual([iso(START + 5_000), iso(START + 5_000)]);
    const later = await repository.decide('b', counterContext('d'), () => [{ type: 'Opened', data: { limit: 1 } }]);
    expect(later.events[0]?.occurredAt).toBe(iso(START + 5_000));
  });

  it('takes ids of its own for copies', async () => {
    const { repository } = setUp();
    const context = counterContext('copy', { eventId: () => '00000000-0000-0000-0000-000000000009' });
    const { events } = await repository.decide('a', context, () => [{ type: 'Opened', data: { limit: 1 } }]);
    expect(events[0]?.eventId).toBe('00000000-0000-0000-0000-000000000009');
  });
});

describe('with other writers on the same store, a repository', () => {
  it.each([0, 10])('loses a try at most to a stale fold (cache of %d)', async (cacheSize) => {
    const store = new MemoryEventStore();
    const [one, two] = [setUp({ store, cacheSize }), setUp({ store, cacheSize })];
    await one.run('a', 'open', { open: 10 });
    await two.run('a', 'first', { add: [1] });
    expect(await one.run('a', 'second', { add: [2] })).toMatchObject({ revision: 2, state: { total: 3 } });
    expect((await two.repository.load('a')).state.total).toBe(3);
  });

  it('does not refuse, or call done, what only a stale fold forbids', async () => {
    const store = new MemoryEventStore();
    const [one, two] = [setUp({ store }), setUp({ store })];
    await one.run('a', 'open', { open: 10 });
    await two.run('a', 'more', { add: [-5] });
    expect(await one.run('a', 'add', { add: [12] })).toMatchObject({ state: { total: 7 } });
    await two.run('a', 'fill', { add: [3] });
    await expect(one.run('a', 'over', { add: [1] })).rejects.toThrow('over the limit');
    const seen = await one.repository.decide('a', counterContext('none'), () => []);
    expect(seen.state.total).toBe(10);
  });

  it('decides anew on a conflict, and gives up when it always loses', async () => {
    const memory = new MemoryEventStore();
    const store = unreliable(memory);
    const [one, other] = [setUp({ store }), setUp({ store: memory })];
    await one.run('a', 'open', { open: 100 });
    store.before = () => other.run('a', 'other', { add: [1] });
    expect(await one.run('a', 'mine', { add: [2] })).toMatchObject({ state: { total: 3 } });
    let races = 0;
    const race = (): Promise<unknown> => {
      store.before = race;
      return other.run('a', `race ${races++}`, { add: [1] });
    };
    store.before = race;
    await expect(one.run('a', 'never', { add: [50] })).rejects.toThrow(StreamContendedError);
    expect(races).toBe(5);
    store.before = undefined;
    expect((await one.repository.load('a')).state.total).toBe(8);
  });

  it('starts over when its store was put back to an earlier state', async () => {
    let present: EventStore = new MemoryEventStore();
    const store = new Proxy(present, {
      get:
        (_target, name) =>
        (...args: never[]) =>
          (Reflect.get(present, name) as (...all: never[]) => unknown).apply(present, args),
    });
    const { run, repository } = setUp({ store });
    await run('a', 'open', { open: 10 });
    await run('a', 'lost', { add: [7] });
    present = new MemoryEventStore();
    await setUp({ store: present }).run('a', 'open', { open: 10 });
    expect(await run('a', 'add', { add: [1] })).toMatchObject({ revision: 1, state: { total: 1 } });
    // Put back again, and grown beyond what was folded.
    present = new MemoryEventStore();
    const other = setUp({ store: present });
    await other.run('a', 'open', { open: 100 });
    for (const amount of [20, 30, 40]) await other.run('a', `add ${amount}`, { add: [amount] });
    expect((await repository.load('a')).state.total).toBe(90);
  });

  it('keeps recordedAt of a stream from going back although another process is ahead in time', async () => {
    const store = unreliable(new MemoryEventStore());
    const ahead = setUp({ store: unreliable(store), clock: new VirtualClock(START + 60_000) });
    const one = setUp({ store });
    await one.run('a', 'open', { open: 10 });
    await ahead.run('a', 'ahead', { add: [1] });
    const { events } = await one.run('a', 'mine', { add: [1] });
    expect(events[0]?.recordedAt).toBe(new Date(START + 60_000).toISOString());
  });
});

describe('when answers get lost, a repository', () => {
  it.each(['lost-answer', 'lost-request'] as const)('repeats the very same append and writes once (%s)', async (failure) => {
    const store = unreliable(new MemoryEventStore());
    const { run, repository, clock } = setUp({ store });
    await run('a', 'open', { open: 10 });
    store.failures.push(failure, failure);
    const running = run('a', 'add', { add: [1, 2] });
    await clock.advance(2_000);
    expect(await running).toMatchObject({
      revision: 2,
      state: { total: 3 },
      events: [{ data: { amount: 1 } }, { data: { amount: 2 } }],
      repeated: failure === 'lost-answer',
    });
    expect(store.requests.slice(1)).toEqual([store.requests[1], store.requests[1], store.requests[1]]);
    expect(await store.head()).toBe(3);
    expect(verifyStream(await store.readStream('counter-a')).ok).toBe(true);
    expect((await repository.load('a')).state.total).toBe(3);
  });

  it('decides anew only after a definite conflict', async () => {
    const memory = new MemoryEventStore();
    const store = unreliable(memory);
    const [one, other] = [setUp({ store }), setUp({ store: memory })];
    await one.run('a', 'open', { open: 10 });
    store.failures.push('lost-request');
    store.before = () => other.run('a', 'other', { add: [4] });
    expect(await one.run('a', 'mine', { add: [1] })).toMatchObject({ revision: 2, state: { total: 5 }, repeated: false });
  });

  it('finds its own events although others wrote behind them', async () => {
    const memory = new MemoryEventStore();
    const store = unreliable(memory);
    const [one, other] = [setUp({ store }), setUp({ store: memory })];
    await one.run('a', 'open', { open: 10 });
    store.failures.push('lost-answer', 'lost-answer');
    const running = one.run('a', 'mine', { add: [1] });
    await one.clock.advance(10);
    await other.run('a', 'other', { add: [4] });
    await one.clock.advance(2_000);
    const result = await running;
    expect(result).toMatchObject({ repeated: true, revision: 2, state: { total: 5 } });
    expect(result.events).toMatchObject([{ revision: 1, data: { amount: 1 } }]);
  });

  it('says in the end that it does not know; the same command sent again writes nothing twice', async () => {
    const store = unreliable(new MemoryEventStore());
    const { repository, run, clock } = setUp({ store });
    await run('a', 'open', { open: 10 });
    store.failures.push(...Array.from({ length: 5 }, () => 'lost-answer' as const));
    const running = run('a', 'add', { add: [1] });
    const outcome = running.catch((error: unknown) => error);
    await clock.advance(10_000);
    expect(await outcome).toBeInstanceOf(AppendOutcomeUnknownError);
    await clock.advance(10_000);
    // Even a decider that forgot the command writes nothing twice: the ids stand at that revision.
    const again = await repository.decide('a', counterContext('add'), () => [{ type: 'Added', data: { amount: 1 } }]);
    expect(again).toMatchObject({ repeated: true, revision: 1, state: { total: 1 } });
    expect(again.hash).toBe((await setUp({ store }).repository.load('a')).hash);
    expect(await run('a', 'add', { add: [1] })).toMatchObject({ events: [], revision: 1 });
    await run('a', 'next', { add: [2] });
    expect(verifyStream(await store.readStream('counter-a'))).toMatchObject({ ok: true, head: { revision: 2 } });
  });

  it('does not repeat what the store refused', async () => {
    const store = unreliable(new MemoryEventStore());
    const { repository } = setUp({ store });
    const large = repository.decide('a', counterContext('large'), () => [{ type: 'Added', data: { amount: 1, note: 'x'.repeat(300_000) } }]);
    await expect(large).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
    await store.close();
    await expect(repository.decide('a', counterContext('closed'), () => [{ type: 'Opened', data: { limit: 1 } }])).rejects.toMatchObject({
      code: 'STORE_CLOSED',
    });
    expect(store.requests).toHaveLength(1);
  });

  it('does not repeat an append to a stream that was deleted for good', async () => {
    const store = unreliable(new MemoryEventStore());
    const { run } = setUp({ store });
    await run('a', 'open', { open: 10 });
    await store.deleteStream('counter-a', 'any', { permanently: true });
    await expect(run('a', 'add', { add: [1] })).rejects.toMatchObject({ code: 'STREAM_DELETED' });
    expect(store.requests).toHaveLength(2);
  });
});

describe('under concurrency, a repository', () => {
  it('never conflicts with itself and loses nothing', async () => {
    const store = unreliable(new MemoryEventStore());
    const { run, repository } = setUp({ store, cacheSize: 2 });
    const ids = ['a', 'b', 'c'];
    await Promise.all(ids.map((id) => run(id, `open ${id}`, { open: 1_000 })));
    const names = Array.from({ length: 60 }, (_, n) => n);
    await Promise.all(names.map((n) => run(ids[n % 3]!, `add ${n}`, { add: [1] })));
    for (const id of ids) expect((await repository.load(id)).state.total).toBe(20);
    expect(store.requests).toHaveLength(63);
  });

  it('goes on with a stream after an error', async () => {
    const { run } = setUp();
    const [refused, opened] = await Promise.allSettled([run('a', 'early', { add: [1] }), run('a', 'open', { open: 1 })]);
    expect([refused.status, opened.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('recordedAt', () => {
  it('never decreases in a store, whatever the clock does and however many repositories write', async () => {
    const store = new MemoryEventStore();
    let now = START;
    const clock = { now: () => (now += Math.round(Math.sin(now) * 5_000)), wait: () => Promise.resolve() };
    const [one, two] = [setUp({ store, clock: clock as unknown as VirtualClock }), setUp({ store, clock: clock as unknown as VirtualClock })];
    const writes = Array.from({ length: 100 }, (_, n) => (n % 2 ? one : two).run(`${n % 7}-${n % 2}`, `open ${n % 7} ${n % 2}`, { open: n + 1 }));
    await Promise.all(writes);
    const { events } = await store.readAll();
    const times = events.map((event) => (JSON.parse(event.metadata) as { recordedAt: string }).recordedAt);
    expect(times).toEqual(times.toSorted());
    expect(times.length).toBe(14);
  });

  it('goes on from the last event of the store after a restart', async () => {
    const memory = new MemoryEventStore();
    await setUp({ store: memory, clock: new VirtualClock(START + 90_000) }).run('a', 'open', { open: 1 });
    // Another wrapper is another store to the process, as after a restart.
    const { events } = await setUp({ store: unreliable(memory) }).run('b', 'open b', { open: 1 });
    expect(events[0]?.recordedAt).toBe(new Date(START + 90_000).toISOString());
  });
});
