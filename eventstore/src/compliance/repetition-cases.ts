import { describe, expect, it } from '@jest/globals';
import { WrongExpectedRevisionError } from '../port.js';
import { type ComplianceContext, given, newEvent, newEvents, newStream } from './context.js';

export function repetitionCases(context: ComplianceContext): void {
  describe('repeating an append', () => {
    it('answers a repeated creation as the first time and writes nothing', async () => {
      const { store } = context;
      const stream = newStream();
      const { events, result } = await given(store, stream, 3);
      expect(await store.append(stream, events, 'no-stream')).toEqual({ ...result, repeated: true });
      expect(await store.readStream(stream)).toHaveLength(3);
      expect(await store.head()).toBe(result.position);
    });

    it('answers a repetition at an exact revision as the first time', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 2);
      const events = newEvents(2);
      const result = await store.append(stream, events, 1);
      expect(await store.append(stream, events, 1)).toEqual({ ...result, repeated: true });
      expect(await store.readStream(stream)).toHaveLength(4);
    });

    it('does so also after later events', async () => {
      const { store } = context;
      const stream = newStream();
      const { events: first, result: firstResult } = await given(store, stream, 2);
      const second = newEvents(2);
      const secondResult = await store.append(stream, second, 1);
      await store.append(stream, newEvents(3), 3);
      expect(await store.append(stream, first, 'no-stream')).toEqual({ ...firstResult, repeated: true });
      expect(await store.append(stream, second, 1)).toEqual({ ...secondResult, repeated: true });
      expect(await store.readStream(stream)).toHaveLength(7);
    });

    it('answers concurrent repetitions without writing twice', async () => {
      const { store } = context;
      const stream = newStream();
      const { events } = await given(store, stream, 2);
      const answers = await Promise.all(Array.from({ length: 5 }, () => store.append(stream, events, 'no-stream')));
      expect(answers.every(({ repeated, revision }) => repeated && revision === 1)).toBe(true);
    });

    it.each(['any', 'stream-exists'] as const)('recognises the same ids expecting %s', async (expected) => {
      const { store } = context;
      const stream = newStream();
      const { events, result } = await given(store, stream, 3);
      expect(await store.append(stream, events, expected)).toEqual({ ...result, repeated: true });
      expect(await store.readStream(stream)).toHaveLength(3);
    });

    it('is a conflict with new ids at a revision that has passed', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 3);
      await expect(store.append(stream, newEvents(2), 0)).rejects.toThrow(WrongExpectedRevisionError);
      await expect(store.append(stream, newEvents(2), 'no-stream')).rejects.toThrow(WrongExpectedRevisionError);
    });

    it('is a conflict when only the beginning is the same', async () => {
      const { store } = context;
      const stream = newStream();
      const { events } = await given(store, stream, 2);
      await expect(store.append(stream, [...events, newEvent()], 'no-stream')).rejects.toThrow(WrongExpectedRevisionError);
      expect(await store.readStream(stream)).toHaveLength(2);
    });

    it('is a conflict when only the end is the same', async () => {
      const { store } = context;
      const stream = newStream();
      const { events } = await given(store, stream, 2);
      await expect(store.append(stream, [newEvent(), ...events], 'no-stream')).rejects.toThrow(WrongExpectedRevisionError);
    });

    it('is a conflict when the same ids stand elsewhere in the stream', async () => {
      const { store } = context;
      const stream = newStream();
      const { events } = await given(store, stream, 3);
      await expect(store.append(stream, events.slice(1), 'no-stream')).rejects.toThrow(WrongExpectedRevisionError);
    });

    it('may repeat the beginning of what was written, answering its last revision', async () => {
      const { store } = context;
      const stream = newStream();
      const { events } = await given(store, stream, 3);
      const [, second] = await store.readStream(stream);
      expect(await store.append(stream, events.slice(0, 2), 'no-stream')).toEqual({ revision: 1, position: second?.position, repeated: true });
    });

    it('is not looked for when the ids are new at the head', async () => {
      const { store } = context;
      const stream = newStream();
      await given(store, stream, 1);
      const event = { ...newEvent({ same: true }) };
      await store.append(stream, [event], 0);
      expect(await store.append(stream, [newEvent({ same: true })], 1)).toMatchObject({ revision: 2, repeated: false });
    });

    it('keeps what was written first when the repetition has other content', async () => {
      const { store } = context;
      const stream = newStream();
      const { events } = await given(store, stream, 1);
      await store.append(
        stream,
        events.map((event) => ({ ...event, data: '{"changed":true}' })),
        'no-stream',
      );
      expect((await store.readStream(stream))[0]?.data).toBe('{"n":0}');
    });
  });
}
