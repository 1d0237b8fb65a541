import { describe, expect, it } from '@jest/globals';
import { type ExpectedRevision, WrongExpectedRevisionError } from '../port.js';
import { type ComplianceContext, given, idsOf, newEvent, newEvents, newStream } from './context.js';

const matrix: readonly (readonly [expected: ExpectedRevision, present: number, accepted: boolean])[] = [
  ['no-stream', 0, true],
  ['no-stream', 1, false],
  ['any', 0, true],
  ['any', 3, true],
  ['stream-exists', 0, false],
  ['stream-exists', 2, true],
  [0, 0, false],
  [0, 1, true],
  [2, 3, true],
  [1, 3, false],
  [3, 3, false],
];

export function appendCases(context: ComplianceContext): void {
  describe('append', () => {
    it.each(matrix)('expecting %s with %d events present: accepted %s', async (expected, present, accepted) => {
      const { store } = context;
      const stream = newStream();
      if (present > 0) await given(store, stream, present);
      const append = store.append(stream, newEvents(2), expected);
      if (accepted) {
        expect(await append).toMatchObject({ revision: present + 1, repeated: false });
        expect(await store.readStream(stream)).toHaveLength(present + 2);
      } else {
        const error = await append.catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(WrongExpectedRevisionError);
        expect(error).toMatchObject({ code: 'WRONG_EXPECTED_REVISION', stream, expected, actual: present - 1 });
        expect(await store.readStream(stream)).toHaveLength(present);
      }
    });

    it('numbers the events of one append in order, from 0', async () => {
      const { store } = context;
      const stream = newStream();
      const { events, result } = await given(store, stream, 5);
      const stored = await store.readStream(stream);
      expect(idsOf(stored)).toEqual(idsOf(events));
      expect(stored.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
      expect(stored.at(-1)).toMatchObject({ stream, revision: result.revision, position: result.position });
    });

    it('gives strictly increasing positions over all streams', async () => {
      const { store } = context;
      const positions: number[] = [];
      for (const stream of [newStream(), newStream(), newStream()]) {
        await given(store, stream, 3);
        positions.push(...(await store.readStream(stream)).map(({ position }) => position));
      }
      expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
      expect(positions[0]).toBeGreaterThan(0);
    });

    it('lets exactly one of concurrent appends at the same revision win', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 1);
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => store.append(stream, [newEvent()], 0)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'WRONG_EXPECTED_REVISION', actual: 1 });
      }
      expect(await store.readStream(stream)).toHaveLength(2);
    });

    it('lets exactly one of concurrent creators win', async () => {
      const { store } = context;
      const stream = newStream();
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => store.append(stream, newEvents(2), 'no-stream')));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await store.readStream(stream)).toHaveLength(2);
    });

    it('loses nothing of concurrent appends that expect anything', async () => {
      const { store } = context;
      const stream = newStream();
      const events = newEvents(50);
      await Promise.all(events.map((event) => store.append(stream, [event], 'any')));
      const stored = await store.readStream(stream);
      expect(new Set(idsOf(stored))).toEqual(new Set(idsOf(events)));
      expect(stored.map(({ revision }) => revision)).toEqual(events.map((_, n) => n));
    });

    it('keeps the events of one append together', async () => {
      const { store } = context;
      const start = await store.head();
      const stream = newStream();
      const batches = Array.from({ length: 10 }, () => newEvents(7));
      await Promise.all(batches.map((events) => store.append(stream, events, 'any')));
      const { events } = await store.readAll({ after: start, streamPrefix: stream });
      const firsts = events.filter((_, index) => index % 7 === 0).map(({ id }) => batches.find((batch) => batch[0]?.id === id));
      expect(firsts.flatMap((batch) => idsOf(batch ?? []))).toEqual(idsOf(events));
    });

    it('writes nothing of an append that is refused', async () => {
      const { store } = context;
      const stream = newStream();
      const before = await store.head();
      await expect(store.append(stream, newEvents(3), 4)).rejects.toThrow(WrongExpectedRevisionError);
      expect(await store.head()).toBe(before);
      expect(await store.readStream(stream)).toEqual([]);
    });
  });
}
