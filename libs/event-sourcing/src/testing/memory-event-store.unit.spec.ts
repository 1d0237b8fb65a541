import { describe, expect, it } from '@jest/globals';
import type { NewEvent, StoredEvent, SubscriptionMessage } from '#eventstore/port.js';
import { uuidv5 } from '../uuid.js';
import { MemoryEventStore } from './memory-event-store.js';

const event = (name: string, type = 'Noted'): NewEvent => ({
  id: uuidv5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', name),
  type,
  data: `{"name":"${name}"}`,
  metadata: '{}',
});
const names = (events: readonly StoredEvent[]): string[] => events.map(({ data }) => (JSON.parse(data) as { name: string }).name);

describe('appending', () => {
  it('takes each expectation at its word', async () => {
    const store = new MemoryEventStore();
    await expect(store.append('s', [event('a')], 'stream-exists')).rejects.toMatchObject({ actual: -1 });
    await expect(store.append('s', [event('a')], 0)).rejects.toMatchObject({ code: 'WRONG_EXPECTED_REVISION' });
    expect(await store.append('s', [event('a'), event('b')], 'no-stream')).toEqual({ revision: 1, position: 2, repeated: false });
    await expect(store.append('s', [event('c')], 'no-stream')).rejects.toMatchObject({ actual: 1 });
    await expect(store.append('s', [event('c')], 0)).rejects.toMatchObject({ actual: 1 });
    await expect(store.append('s', [event('c')], 2)).rejects.toMatchObject({ actual: 1 });
    expect(await store.append('s', [event('c')], 1)).toMatchObject({ revision: 2 });
    expect(await store.append('s', [event('d')], 'stream-exists')).toMatchObject({ revision: 3 });
    expect(await store.append('t', [event('e')], 'any')).toEqual({ revision: 0, position: 5, repeated: false });
  });

  it('answers a repetition with the first result, only for the same ids at the same place', async () => {
    const store = new MemoryEventStore();
    await store.append('s', [event('a'), event('b')], 'no-stream');
    await store.append('s', [event('c')], 1);
    expect(await store.append('s', [event('a'), event('b')], 'no-stream')).toEqual({ revision: 1, position: 2, repeated: true });
    expect(await store.append('s', [event('c')], 1)).toEqual({ revision: 2, position: 3, repeated: true });
    expect(await store.append('s', [event('b'), event('c')], 'any')).toMatchObject({ repeated: true });
    await expect(store.append('s', [event('a'), event('x')], 'no-stream')).rejects.toMatchObject({ code: 'WRONG_EXPECTED_REVISION' });
    await expect(store.append('s', [event('a')], 2)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await store.head()).toBe(3);
  });

  it('refuses what is empty, doubled, misnamed or too large', async () => {
    const store = new MemoryEventStore();
    const large = (bytes: number, name: string): NewEvent => ({ ...event(name), data: JSON.stringify('x'.repeat(bytes - 4)) });
    for (const [stream, events] of [
      ['s', []],
      ['', [event('a')]],
      ['$s', [event('a')]],
      ['s', [event('a'), event('a')]],
    ] as const) {
      await expect(store.append(stream, events, 'any')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    await expect(store.append('s', [large(256 * 1024 + 1, 'a')], 'any')).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
    await expect(
      store.append(
        's',
        ['a', 'b', 'c', 'd'].map((name) => large(230 * 1024, name)),
        'any',
      ),
    ).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
    expect(await store.append('s', [large(256 * 1024, 'a')], 'any')).toMatchObject({ revision: 0 });
  });
});

describe('reading', () => {
  const filled = async (): Promise<MemoryEventStore> => {
    const store = new MemoryEventStore();
    for (const [index, name] of ['a', 'b', 'c', 'd', 'e'].entries()) await store.append(index % 2 ? 'odd-1' : 'even-1', [event(name, name)], 'any');
    return store;
  };

  it('a stream goes both ways and hides what is truncated', async () => {
    const store = await filled();
    expect(names(await store.readStream('even-1'))).toEqual(['a', 'c', 'e']);
    expect(names(await store.readStream('even-1', { from: 1, limit: 1 }))).toEqual(['c']);
    expect(names(await store.readStream('even-1', { direction: 'backward', from: 1 }))).toEqual(['c', 'a']);
    expect(await store.readStream('none')).toEqual([]);
    await store.setMetadata('even-1', { truncateBefore: 1 });
    expect(names(await store.readStream('even-1'))).toEqual(['c', 'e']);
    await store.setMetadata('even-1', { maxCount: 1, custom: { owner: 'x' } });
    expect(names(await store.readStream('even-1'))).toEqual(['e']);
    expect(await store.getMetadata('even-1')).toEqual({ maxCount: 1, custom: { owner: 'x' } });
    expect((await store.readAll()).events).toHaveLength(5);
  });

  it('all goes both ways, filtered, and says where to go on', async () => {
    const store = await filled();
    const page = async (options: object): Promise<unknown[]> => {
      const { events, next, atEnd } = await store.readAll(options);
      return [names(events).join(''), next, atEnd];
    };
    expect(await page({})).toEqual(['abcde', 5, true]);
    expect(await page({ after: 1, limit: 2 })).toEqual(['bc', 3, false]);
    expect(await page({ streamPrefix: 'odd-' })).toEqual(['bd', 5, true]);
    expect(await page({ types: ['a', 'd'], streamPrefix: 'odd' })).toEqual(['d', 5, true]);
    expect(await page({ types: ['x'] })).toEqual(['', 5, true]);
    expect(await page({ after: 5 })).toEqual(['', 5, true]);
    expect(await page({ direction: 'backward', limit: 2 })).toEqual(['ed', 4, false]);
    expect(await page({ direction: 'backward', after: 3 })).toEqual(['ba', 1, true]);
  });
});

describe('subscribing', () => {
  const describeMessage = (message: SubscriptionMessage): string => (message.kind === 'events' ? names(message.events).join('') : message.kind);

  it('catches up, says so, goes on live, and ends with its signal', async () => {
    const store = new MemoryEventStore();
    for (const name of ['a', 'b', 'c']) await store.append('s', [event(name)], 'any');
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const message of store.subscribe({ after: 1, batch: 1, signal: stop.signal })) {
      seen.push(describeMessage(message));
      if (message.kind === 'caught-up') setImmediate(() => void store.append('s', [event('d')], 'any'));
      if (seen.at(-1) === 'd') setImmediate(() => stop.abort());
    }
    expect(seen).toEqual(['b', 'c', 'caught-up', 'd']);
  });

  it('ends when the store closes, which refuses everything else', async () => {
    const store = new MemoryEventStore();
    const seen: string[] = [];
    for await (const message of store.subscribe({ after: 0 })) {
      seen.push(describeMessage(message));
      setImmediate(() => void store.close());
    }
    expect(seen).toEqual(['caught-up']);
    await expect(store.append('s', [event('a')], 'any')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    await expect(store.head()).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });
});
