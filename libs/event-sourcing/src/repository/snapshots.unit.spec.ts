import { beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../clock.js';
import { counter, counterContext, counterRegistry, type Counter, type CounterEvent } from '../testing/counter-example.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { DeciderRepository } from './decider-repository.js';
import { snapshotDigest } from './snapshot.js';
import type { Snapshot, SnapshotStore } from './snapshot-store.js';

const EVERY = 4;
const VERSION = 3;

class Snapshots implements SnapshotStore {
  readonly kept = new Map<string, Snapshot>();
  fails = false;

  async get(stream: string) {
    if (this.fails) throw new Error('no answer');
    return this.kept.get(stream);
  }

  async put(stream: string, snapshot: Snapshot) {
    if (this.fails) throw new Error('no answer');
    this.kept.set(stream, snapshot);
  }
}

/** Says from which revision on streams are read. */
class ObservedStore extends MemoryEventStore {
  readonly from: number[] = [];
  override readStream(...args: Parameters<MemoryEventStore['readStream']>) {
    this.from.push(args[1]?.from ?? 0);
    return super.readStream(...args);
  }
}

let store: ObservedStore;
let snapshots: Snapshots;
let commands: number;

beforeEach(() => {
  store = new ObservedStore();
  snapshots = new Snapshots();
  commands = 0;
});

function repository(more: { version?: number; snapshots?: undefined } = {}): DeciderRepository<Counter, CounterEvent> {
  const { version = VERSION } = more;
  const options = { store, registry: counterRegistry, clock: new VirtualClock(0), stream: (id: string) => `counter-${id}` };
  const kept = 'snapshots' in more ? {} : { snapshots: { store: snapshots, version, every: EVERY } };
  return new DeciderRepository<Counter, CounterEvent>({ ...options, ...kept, initialState: counter.initialState, evolve: counter.evolve });
}

/** The truth: the fold of the whole stream. */
const folded = (id: string) => repository({ snapshots: undefined }).load(id);

async function counted(id: string, events: number): Promise<void> {
  const counters = repository();
  for (let n = 0; n < events; n++) {
    const command = n === 0 && (await folded(id)).revision < 0 ? { open: 1_000 } : { add: [1] };
    await counters.decide(id, counterContext(`c${id}${commands++}`), (state, now) => counter.decide(command, state, now));
  }
  await counters.settle();
}

describe('snapshots', () => {
  it('are written after so many events, and save reading those again', async () => {
    await counted('a', EVERY - 1);
    expect(snapshots.kept.size).toBe(0);
    await counted('a', 7);
    expect(snapshots.kept.get('counter-a')).toMatchObject({ version: VERSION, revision: 7 });
    const truth = await folded('a');
    store.from.length = 0;
    expect(await repository().load('a')).toEqual(truth);
    expect(store.from).toEqual([0, 7]);
  });

  it('go on from the one that is there, and decide as the whole past does', async () => {
    await counted('a', 6);
    await counted('a', 6);
    expect(snapshots.kept.get('counter-a')?.revision).toBeGreaterThan(8);
    const counters = repository();
    expect(
      await counters.decide('a', counterContext('ca3'), (state) =>
        state.handled.includes(counterContext('ca3').commandId) ? [] : counter.decide({ add: [1] }, state, 0),
      ),
    ).toMatchObject({ events: [] });
    expect(await counters.load('a')).toEqual(await folded('a'));
  });

  it('are not waited for, and harm nobody when they fail', async () => {
    snapshots.fails = true;
    await counted('a', 9);
    expect(await repository().load('a')).toEqual(await folded('a'));
    expect(snapshots.kept.size).toBe(0);
  });

  it('are not asked for in a short stream', async () => {
    await counted('a', EVERY - 1);
    snapshots.get = () => Promise.reject(new Error('asked'));
    expect(await repository().load('a')).toEqual(await folded('a'));
  });

  it('of a state that JSON does not hold exactly are not written', async () => {
    const options = { store, registry: counterRegistry, clock: new VirtualClock(0), stream: (id: string) => `counter-${id}` };
    const sets = new DeciderRepository<ReadonlySet<number>, CounterEvent>({
      ...options,
      snapshots: { store: snapshots, version: 1, every: 2 },
      initialState: () => new Set(),
      evolve: (state, { revision }) => new Set([...state, revision]),
    });
    for (let n = 0; n < 5; n++) await sets.decide('s', counterContext(`s${n}`), () => [{ type: 'Added', data: { amount: n } }]);
    await sets.settle();
    expect(snapshots.kept.size).toBe(0);
  });
});

describe('a snapshot that is not right never changes an answer', () => {
  const redone = (stream: string, change: Partial<Snapshot>): Snapshot => {
    const changed = { ...snapshots.kept.get(stream)!, ...change };
    return { ...changed, digest: snapshotDigest(stream, changed) };
  };

  it.each<[string, (right: Snapshot) => Snapshot]>([
    ['another hash', () => redone('counter-a', { hash: 'ab'.repeat(32) })],
    ['an earlier revision', ({ revision }) => redone('counter-a', { revision: revision - 1 })],
    ['a later revision', ({ revision }) => redone('counter-a', { revision: revision + 1 })],
    ['a revision beyond the stream', () => redone('counter-a', { revision: 500 })],
    ['a negative revision', () => redone('counter-a', { revision: -1 })],
    ['a revision that is no number', () => redone('counter-a', { revision: Number.NaN })],
    ['an older version', () => redone('counter-a', { version: VERSION - 1 })],
    ['a newer version', () => redone('counter-a', { version: VERSION + 1 })],
    ['the snapshot of another stream', () => snapshots.kept.get('counter-b')!],
    ['the snapshot of another stream, with its digest made anew', () => redone('counter-a', snapshots.kept.get('counter-b')!)],
    ['another state', (right) => ({ ...right, state: right.state.replace('"total":7', '"total":9') })],
    ['garbage for a state', (right) => ({ ...right, state: '{"' })],
    ['another digest', (right) => ({ ...right, digest: 'ab'.repeat(32) })],
  ])('%s', async (_what, spoil) => {
    await counted('a', 9);
    await counted('b', 10);
    const truth = await folded('a');
    const right = snapshots.kept.get('counter-a')!;
    const spoilt = spoil(right);
    expect(spoilt).not.toEqual(right);
    snapshots.kept.set('counter-a', spoilt);
    const counters = repository();
    expect(await counters.load('a')).toEqual(truth);
    // It is replaced by a right one.
    await counters.settle();
    expect(snapshots.kept.get('counter-a')).toMatchObject({ version: VERSION, revision: truth.revision, hash: truth.hash });
  });

  it('not even when the record was put back to an earlier state', async () => {
    await counted('a', 9);
    const later = snapshots.kept.get('counter-a')!;
    store = new ObservedStore();
    await counted('a', 5);
    snapshots.kept.set('counter-a', later);
    expect(await repository().load('a')).toEqual(await folded('a'));
  });
});
