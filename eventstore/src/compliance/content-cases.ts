import { describe, expect, it } from '@jest/globals';
import { EventTooLargeError } from '../port.js';
import { type ComplianceContext, newEvent, newStream } from './context.js';

const KIB = 1024;
/** A JSON string of exactly so many bytes. */
const json = (bytes: number): string => JSON.stringify('x'.repeat(bytes - 2));

const texts: readonly (readonly [name: string, json: string])[] = [
  ['order and white space', '{ "b" : 1,\n\t"a":  1.0e+00, "a": 2 }'],
  ['numbers beyond double precision', '{"n":12345678901234567890.000100}'],
  ['unicode of every length', JSON.stringify('é€𝄞👩‍👩‍👧 ﷽ \u2028 \ufeff')],
  ['escapes as they were written', String.raw`{"a":"\u00e9\/\u0000\ud834\udd1e"}`],
  ['an escaped lone surrogate', String.raw`"\ud800"`],
  ['a scalar', '0'],
  ['nothing at all', ''],
];

export function contentCases(context: ComplianceContext): void {
  describe('content', () => {
    it.each(texts)('is kept byte for byte: %s', async (_, text) => {
      const { store } = context;
      const start = await store.head();
      const stream = newStream();
      const event = { ...newEvent(), data: text, metadata: text };
      const { position } = await store.append(stream, [event], 'no-stream');
      const expected = { ...event, stream, revision: 0, position };
      expect(await store.readStream(stream)).toEqual([expected]);
      expect((await store.readAll({ after: start, streamPrefix: stream })).events).toEqual([expected]);
    });

    it('may be 200 KiB of text', async () => {
      const { store } = context;
      const stream = newStream();
      const data = JSON.stringify('𝄞é'.repeat((200 * KIB) / 6));
      await store.append(stream, [{ ...newEvent(), data }], 'no-stream');
      expect((await store.readStream(stream))[0]?.data === data).toBe(true);
    });

    it('may have 256 KiB of data and metadata, not a byte more', async () => {
      const { store } = context;
      const stream = newStream();
      await store.append(stream, [{ ...newEvent(), data: json(255 * KIB), metadata: json(KIB) }], 'no-stream');
      const tooLarge = { ...newEvent(), data: json(255 * KIB), metadata: json(KIB + 1) };
      const error = await store.append(stream, [tooLarge], 0).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(EventTooLargeError);
      expect(error).toMatchObject({ code: 'EVENT_TOO_LARGE' });
    });

    it('is measured in bytes, not in characters', async () => {
      const data = JSON.stringify('é'.repeat(129 * KIB));
      await expect(context.store.append(newStream(), [{ ...newEvent(), data }], 'no-stream')).rejects.toThrow(EventTooLargeError);
    });

    it('may be 900 KiB in one append, not a byte more, and then nothing is written', async () => {
      const { store } = context;
      const stream = newStream();
      const part = (bytes: number) => ({ ...newEvent(), data: json(bytes), metadata: '{}' });
      const full = [part(225 * KIB - 2), part(225 * KIB - 2), part(225 * KIB - 2), part(225 * KIB - 2)];
      await store.append(stream, full, 'no-stream');
      const over = [part(225 * KIB - 2), part(225 * KIB - 2), part(225 * KIB - 2), part(225 * KIB - 1)];
      await expect(store.append(stream, over, 3)).rejects.toThrow(EventTooLargeError);
      expect(await store.readStream(stream)).toHaveLength(4);
    });
  });
}
