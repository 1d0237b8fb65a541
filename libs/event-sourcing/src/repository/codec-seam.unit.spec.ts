import { describe, expect, it } from '@jest/globals';
import { verifyStream } from '../chain/verify-stream.js';
import { VirtualClock } from '../clock.js';
import type { PayloadCodec } from '../registry/payload-codec.js';
import { counter, counterContext, counterRegistry, type Counter, type CounterEvent } from '../testing/counter-example.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { DeciderRepository } from './decider-repository.js';

const backwards = (text: string): string => text.split('').toReversed().join('');

/** Keeps notes of subjects whose key it has; a forgotten key leaves a placeholder. */
class KeyedCodec implements PayloadCodec {
  readonly keys = new Set<string>();
  private readonly erased = new Set<string>();

  encode(_type: unknown, data: unknown, subject: string): unknown {
    if (!this.keys.has(subject)) throw new Error(`no key for ${subject}`);
    return this.withNote(data, (note) => `<${backwards(note)}>`);
  }

  decode(_type: unknown, data: unknown, subject: string): unknown {
    return this.withNote(data, (note) => (this.keys.has(subject) ? backwards(note.slice(1, -1)) : 'erased'));
  }

  async prepare(subjects: readonly string[]): Promise<void> {
    for (const subject of subjects) if (!this.erased.has(subject)) this.keys.add(subject);
  }

  erase(subject: string): void {
    this.keys.delete(subject);
    this.erased.add(subject);
  }

  private withNote(data: unknown, change: (note: string) => string): unknown {
    const { note, ...rest } = data as { note?: string };
    return note === undefined ? rest : { ...rest, note: change(note) };
  }
}

describe('a repository with a codec', () => {
  const store = new MemoryEventStore();
  const codec = new KeyedCodec();
  const repository = () =>
    new DeciderRepository<Counter, CounterEvent>({
      store,
      codec,
      registry: counterRegistry,
      clock: new VirtualClock(0),
      stream: (id) => `counter-${id}`,
      initialState: counter.initialState,
      evolve: counter.evolve,
    });
  const note = (events: readonly { readonly data: unknown }[]): unknown => events.map(({ data }) => (data as { note?: string }).note);

  it('stores what the codec made and hands out what was meant', async () => {
    const { events } = await repository().decide('a', counterContext('note'), () => [{ type: 'Added', data: { amount: 1, note: 'home' } }]);
    expect(note(events)).toEqual(['home']);
    expect((await store.readStream('counter-a'))[0]?.data).toBe('{"amount":1,"note":"<emoh>"}');
    expect(note(await repository().history('a', { limit: 1 }))).toEqual(['home']);
  });

  it('can lose the content of a subject without breaking its chain or its state', async () => {
    codec.erase('a');
    expect(note(await repository().history('a', { limit: 1 }))).toEqual(['erased']);
    expect((await repository().load('a')).state.total).toBe(1);
    expect(verifyStream(await store.readStream('counter-a')).ok).toBe(true);
  });
});
