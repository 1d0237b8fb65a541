import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { type OpenedFile, openStoreFile, type TemporaryDirectory, temporaryDirectory } from '../../test-support/temporary-store.js';
import { given, newEvent, newEvents, Subscriber } from '../compliance/context.js';
import { openEmbeddedEventStore } from '../index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

/** What the embedded store promises beyond the port. */
describe('the embedded store', () => {
  let directory: TemporaryDirectory;
  let opened: OpenedFile;
  beforeEach(async () => {
    directory = temporaryDirectory();
    opened = await openStoreFile(join(directory.path, 'events.db'), 'FULL');
  });
  afterEach(async () => {
    await opened.close();
    directory.remove();
  });
  const reopen = async (): Promise<void> => {
    await opened.close();
    opened = await openStoreFile(join(directory.path, 'events.db'), 'FULL');
  };

  it('has dense positions from 1, also after refused appends', async () => {
    const { store } = opened;
    await given(store, 'a', 2);
    await expect(store.append('a', newEvents(3), 7)).rejects.toThrow();
    const { events } = await given(store, 'b', 1);
    await expect(store.append('c', [newEvent(), ...events], 'any')).rejects.toThrow();
    await given(store, 'c', 2);
    const all = await store.readAll();
    expect(all.events.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
  });

  it('refuses an id that stands in another stream', async () => {
    const { store } = opened;
    const { events } = await given(store, 'a', 2);
    for (const expected of ['any', 'no-stream'] as const) {
      await expect(store.append('b', [newEvent(), ...events.slice(1)], expected)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    expect(await store.readStream('b')).toEqual([]);
  });

  it('refuses an id that stands elsewhere in the stream when the expectation holds', async () => {
    const { store } = opened;
    const { events } = await given(store, 'a', 2);
    await expect(store.append('a', events, 1)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(store.append('a', [...events, newEvent()], 'any')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(store.append('a', events.toReversed(), 'stream-exists')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await store.readStream('a')).toHaveLength(2);
  });

  it.each(['any', 'stream-exists'] as const)('recognises the same ids expecting %s also after a restart and later events', async (expected) => {
    const { events, result } = await given(opened.store, 'a', 2);
    await opened.store.append('a', newEvents(3), 1);
    await reopen();
    expect(await opened.store.append('a', events, expected)).toEqual({ ...result, repeated: true });
  });

  it('takes a position beyond its end as such: later events up to it are skipped', async () => {
    const { store } = opened;
    await given(store, 'a', 2);
    expect(await store.readAll({ after: 4 })).toEqual({ events: [], next: 4, atEnd: true });
    const subscriber = new Subscriber(store.subscribe({ after: 4 }));
    await subscriber.pull();
    await store.append('a', newEvents(4), 1);
    await subscriber.until(({ events }) => events.length > 0);
    expect(subscriber.events.map(({ position }) => position)).toEqual([5, 6]);
    await subscriber.leave();
  });

  it('tells a filtered subscriber how far it has looked, live too', async () => {
    const { store } = opened;
    const subscriber = new Subscriber(store.subscribe({ after: 0, types: ['Rare'] }));
    await subscriber.pull();
    const waiting = subscriber.pull();
    await given(store, 'a', 3);
    expect(await waiting).toEqual({ kind: 'caught-up', position: 3 });
    await subscriber.leave();
  });

  it.each(['forward', 'backward'] as const)('cuts a page of large events short and goes on from there, %s', async (direction) => {
    const { store } = opened;
    const large = newEvents(240).map((event) => ({ ...event, data: JSON.stringify('x'.repeat(60_000)) }));
    for (let n = 0; n < large.length; n += 12) await store.append('large', large.slice(n, n + 12), 'any');
    const first = await store.readAll({ direction });
    expect(first.events.length).toBeLessThan(large.length);
    expect(first.atEnd).toBe(false);
    const second = await store.readAll({ direction, after: first.next });
    const ids = [...first.events, ...second.events].map(({ id }) => id);
    expect(direction === 'forward' ? ids : ids.toReversed()).toEqual(large.map(({ id }) => id));
    expect(second.atEnd).toBe(true);
  });

  it('writes appends in the order of the calls', async () => {
    const { store } = opened;
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => store.append(`s-${n % 3}`, newEvents(2), 'any')));
    expect(answers.map(({ position }) => position)).toEqual(Array.from({ length: 30 }, (_, n) => 2 * n + 2));
  });

  it('leaves the file open when it closes, and can be opened on it again', async () => {
    await given(opened.store, 'a', 2);
    await opened.store.close();
    const store = await openEmbeddedEventStore(opened.file);
    expect(store.storeId).toBe(opened.store.storeId);
    expect(await store.readStream('a')).toHaveLength(2);
    await store.close();
  });

  it('finishes the appends that were called before it closed', async () => {
    const append = opened.store.append('a', newEvents(2), 'no-stream');
    await opened.store.close();
    expect(await append).toMatchObject({ revision: 1, position: 2 });
  });

  it('answers STORE_CLOSED when its file was closed under it', async () => {
    await opened.file.close();
    await expect(opened.store.append('a', newEvents(1), 'any')).rejects.toMatchObject({ name: 'EventStoreError', code: 'STORE_CLOSED' });
    await expect(opened.store.readAll()).rejects.toMatchObject({ name: 'EventStoreError', code: 'STORE_FAILED' });
  });
});
