import { describe, expect, it } from '@jest/globals';
import { type EventStore, type ExpectedRevision, StreamDeletedError, WrongExpectedRevisionError } from '../port.js';
import { type ComplianceContext, everything, given, idsOf, newEvent, newEvents, newStream, Subscriber } from './context.js';

const wrongRevision = { code: 'WRONG_EXPECTED_REVISION' };
const deleted = { code: 'STREAM_DELETED' };

/** What may be expected of a stream of three events. */
const ofThree: readonly (readonly [expected: ExpectedRevision, accepted: boolean])[] = [
  ['any', true],
  ['stream-exists', true],
  [2, true],
  ['no-stream', false],
  [1, false],
  [3, false],
];

const every: readonly ExpectedRevision[] = ['any', 'stream-exists', 'no-stream', 0];

async function revisions(store: EventStore, stream: string): Promise<number[]> {
  return (await store.readStream(stream)).map(({ revision }) => revision);
}

export function deletionCases(context: ComplianceContext): void {
  describe.each([false, true])('deleting a stream, permanently: %s', (permanently) => {
    it.each(ofThree)('expecting %s of three events: accepted %s', async (expected, accepted) => {
      const { store } = context;
      const stream = newStream();
      const { result } = await given(store, stream, 3);
      const deletion = store.deleteStream(stream, expected, { permanently });
      if (accepted) {
        expect(await deletion).toBeGreaterThanOrEqual(result.position);
      } else {
        const error = await deletion.catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(WrongExpectedRevisionError);
        expect(error).toMatchObject({ ...wrongRevision, stream, expected, actual: 2 });
        expect(await revisions(store, stream)).toEqual([0, 1, 2]);
      }
    });

    it('leaves its events to those who read all, and is no event itself', async () => {
      const { store } = context;
      const start = await store.head();
      const stream = newStream();
      const { events, result } = await given(store, stream, 3);
      await store.deleteStream(stream, 'any', { permanently });
      expect(idsOf(await everything(store, { after: start }))).toEqual(idsOf(events));
      expect(await store.head()).toBe(result.position);
      const subscriber = new Subscriber(store.subscribe({ after: start }));
      await subscriber.until(({ caughtUp }) => caughtUp);
      expect(idsOf(subscriber.events)).toEqual(idsOf(events));
      await subscriber.leave();
    });

    it('touches no other stream', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 2);
      const { events } = await given(store, `${stream}-2`, 2);
      await store.deleteStream(stream, 'any', { permanently });
      expect(idsOf(await store.readStream(`${stream}-2`))).toEqual(idsOf(events));
      expect(await store.append(`${stream}-2`, newEvents(1), 1)).toMatchObject({ revision: 2 });
    });

    it('lets a subscription that is under way go on', async () => {
      const { store } = context;
      const stream = newStream();
      const start = await store.head();
      const subscriber = new Subscriber(store.subscribe({ after: start }));
      await subscriber.until(({ caughtUp }) => caughtUp);
      const { events } = await given(store, stream, 2);
      await store.deleteStream(stream, 1, { permanently });
      const { events: later } = await given(store, `${stream}-2`, 2);
      await subscriber.until((all) => all.events.length >= 4);
      expect(idsOf(subscriber.events)).toEqual([...idsOf(events), ...idsOf(later)]);
      await subscriber.leave();
    });

    it('refuses what is no stream name', async () => {
      await expect(context.store.deleteStream('$system', 'any', { permanently })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });
  });

  describe('a deleted stream', () => {
    it.each(['forward', 'backward'] as const)('reads as empty, %s', async (direction) => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 3);
      await store.deleteStream(stream, 'any');
      expect(await store.readStream(stream, { direction })).toEqual([]);
    });

    it.each(['no-stream', 'any', 2] as const)(
      'goes on with the next revision when the append expects %s, and only that is read',
      async (expected) => {
        const { store } = context;
        const stream = newStream();
        await given(store, stream, 3);
        await store.deleteStream(stream, 2);
        const events = newEvents(2);
        expect(await store.append(stream, events, expected)).toMatchObject({ revision: 4, repeated: false });
        const read = await store.readStream(stream);
        expect(read.map(({ revision, id }) => [revision, id])).toEqual([
          [3, events[0]?.id],
          [4, events[1]?.id],
        ]);
        expect(await store.readStream(stream, { direction: 'backward' })).toEqual(read.toReversed());
      },
    );

    it.each([0, 1, 3])('refuses an append at revision %d', async (expected) => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 3);
      await store.deleteStream(stream, 2);
      await expect(store.append(stream, newEvents(1), expected)).rejects.toMatchObject({ ...wrongRevision, actual: 2 });
      expect(await store.readStream(stream)).toEqual([]);
    });

    it('refuses an append that expects it to exist', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 3);
      await store.deleteStream(stream, 2);
      const error = await store.append(stream, newEvents(1), 'stream-exists').catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StreamDeletedError);
      expect(error).toMatchObject({ ...deleted, stream });
      expect(await store.readStream(stream)).toEqual([]);
    });

    it('exists again once it went on', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 3);
      await store.deleteStream(stream, 2);
      await store.append(stream, newEvents(1), 'no-stream');
      await expect(store.append(stream, newEvents(1), 'no-stream')).rejects.toMatchObject({ ...wrongRevision, actual: 3 });
      expect(await store.append(stream, newEvents(1), 'stream-exists')).toMatchObject({ revision: 4 });
      expect(await revisions(store, stream)).toEqual([3, 4]);
    });

    it('has forgotten its metadata', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 3);
      await store.setMetadata(stream, { maxCount: 1, custom: { kept: false } });
      await store.deleteStream(stream, 2);
      expect(await store.getMetadata(stream)).toEqual({});
      await store.append(stream, newEvents(3), 'any');
      expect(await revisions(store, stream)).toEqual([3, 4, 5]);
      expect(await store.getMetadata(stream)).toEqual({ truncateBefore: 3 });
    });

    it('is there again when its metadata are set, without its earlier events', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 3);
      await store.deleteStream(stream, 2);
      await store.setMetadata(stream, { custom: { back: true } });
      expect(await store.readStream(stream)).toEqual([]);
      expect(await store.getMetadata(stream)).toEqual({ custom: { back: true }, truncateBefore: 3 });
      await expect(store.append(stream, newEvents(1), 'no-stream')).rejects.toMatchObject({ ...wrongRevision, actual: 2 });
      expect(await store.append(stream, newEvents(1), 'stream-exists')).toMatchObject({ revision: 3 });
      expect(await revisions(store, stream)).toEqual([3]);
    });

    it('may be deleted again, also after it came back', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 2);
      await store.deleteStream(stream, 1);
      await store.deleteStream(stream, 'any');
      await store.append(stream, newEvents(2), 1);
      await store.deleteStream(stream, 3);
      expect(await store.readStream(stream)).toEqual([]);
      await store.append(stream, newEvents(1), 'no-stream');
      expect(await revisions(store, stream)).toEqual([4]);
    });

    it('shows everything to those who read all after it came back', async () => {
      const { store } = context;
      const start = await store.head();
      const stream = newStream();
      const { events } = await given(store, stream, 2);
      await store.deleteStream(stream, 1);
      const later = newEvents(2);
      await store.append(stream, later, 'no-stream');
      const all = await everything(store, { after: start });
      expect(all.map(({ id, revision }) => [id, revision])).toEqual([...events, ...later].map(({ id }, revision) => [id, revision]));
    });

    it.each(every)('cannot be one that does not exist, expecting %s', async (expected) => {
      const { store } = context;
      const stream = newStream();
      await expect(store.deleteStream(stream, expected)).rejects.toMatchObject({ ...wrongRevision, stream, actual: -1 });
      expect(await store.append(stream, newEvents(1), 'no-stream')).toMatchObject({ revision: 0 });
    });

    it('may be deleted permanently', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 2);
      await store.deleteStream(stream, 1);
      await store.deleteStream(stream, 'any', { permanently: true });
      await expect(store.append(stream, newEvents(1), 'no-stream')).rejects.toMatchObject(deleted);
    });
  });

  describe('a stream deleted permanently', () => {
    const gone = async (): Promise<string> => {
      const stream = newStream();
      await given(context.store, stream, 2);
      await context.store.deleteStream(stream, 1, { permanently: true });
      return stream;
    };

    it.each([...every, 1])('refuses an append that expects %s', async (expected) => {
      const stream = await gone();
      const error = await context.store.append(stream, [newEvent()], expected).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StreamDeletedError);
      expect(error).toMatchObject({ ...deleted, stream });
    });

    it.each(['forward', 'backward'] as const)('refuses to be read %s', async (direction) => {
      const stream = await gone();
      await expect(context.store.readStream(stream, { direction })).rejects.toMatchObject({ ...deleted, stream });
    });

    it.each([false, true])('refuses to be deleted again, permanently: %s', async (permanently) => {
      const stream = await gone();
      await expect(context.store.deleteStream(stream, 'any', { permanently })).rejects.toMatchObject({ ...deleted, stream });
    });

    it('refuses access to its metadata', async () => {
      const stream = await gone();
      await expect(context.store.getMetadata(stream)).rejects.toMatchObject({ ...deleted, stream });
      await expect(context.store.setMetadata(stream, { maxCount: 1 })).rejects.toMatchObject({ ...deleted, stream });
    });

    it.each(['any', 'no-stream'] as const)('need not have existed when %s was expected', async (expected) => {
      const { store } = context;
      const stream = newStream();
      const head = await store.head();
      await store.deleteStream(stream, expected, { permanently: true });
      await expect(store.append(stream, newEvents(1), 'any')).rejects.toMatchObject(deleted);
      await expect(store.readStream(stream)).rejects.toMatchObject(deleted);
      expect(await store.head()).toBe(head);
    });

    it.each(['stream-exists', 0] as const)('must have existed when %s was expected', async (expected) => {
      const { store } = context;
      const stream = newStream();
      await expect(store.deleteStream(stream, expected, { permanently: true })).rejects.toMatchObject({ ...wrongRevision, actual: -1 });
      expect(await store.append(stream, newEvents(1), 'no-stream')).toMatchObject({ revision: 0 });
    });
  });
}
