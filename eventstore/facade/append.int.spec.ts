import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { streamsPb } from './wire/generated.js';
import { facadeForTests } from './testing/facade-under-test.js';
import { type Expected, RawClient, readRequest } from './testing/raw-client.js';

type Answer = streamsPb.AppendResp.AsObject;

const under = facadeForTests();
let raw: RawClient;
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterAll(() => raw.close());

/** Present: an empty message would match whatever is there, also nothing. */
const SET: unknown = expect.anything();
const U64_MAX = 18_446_744_073_709_551_615n;

describe('a successful append', () => {
  it('answers the revision of the last event, also when it is 0, and a position with commit and prepare alike', async () => {
    const first = (await raw.append('s', 'no-stream')) as Answer;
    expect(first.success).toMatchObject({ currentRevision: '0' });
    const more = (await raw.append('s', 0n, [{}, {}, {}])) as Answer;
    expect(more.success?.currentRevision).toBe('3');
    expect(more.success?.position?.commitPosition).toBe(more.success?.position?.preparePosition);
    const { messages } = await raw.read(readRequest({ stream: 's', count: 10 }));
    expect(messages.at(-1)?.getEvent()?.getCommitPosition()).toBe(more.success?.position?.commitPosition);
  });

  it('of no events moves the log on without an event, and checks what is expected', async () => {
    const missing = (await raw.append('none', 'no-stream', [])) as Answer;
    const again = (await raw.append('none', 'any', [])) as Answer;
    expect(missing.success?.noStream).toBeDefined();
    expect(Number(again.success?.position?.commitPosition)).toBeGreaterThan(Number(missing.success?.position?.commitPosition));
    await raw.append('some', 'any', [{}, {}]);
    expect(((await raw.append('some', 1n, [])) as Answer).success?.currentRevision).toBe('1');
    expect(((await raw.append('some', 0n, [])) as Answer).wrongExpectedVersion).toBeDefined();
    expect(((await raw.append('none', 'stream-exists', [])) as Answer).wrongExpectedVersion).toBeDefined();
  });

  it('happens once when twenty want to be the first', async () => {
    const answers = (await Promise.all(Array.from({ length: 20 }, () => raw.append('race', 'no-stream')))) as Answer[];
    expect(answers.filter(({ success }) => success !== undefined)).toHaveLength(1);
    expect(answers.filter(({ wrongExpectedVersion }) => wrongExpectedVersion !== undefined)).toHaveLength(19);
  });
});

describe('a wrong expected version', () => {
  beforeAll(async () => {
    await raw.append('three', 'no-stream', [{}, {}, {}]);
  });

  const unset = { expectedAny: undefined, expectedNoStream: undefined, expectedStreamExists: undefined };
  it.each<[string, Expected, object]>([
    ['three', 'no-stream', { currentRevision: '2', currentRevision2060: 2, ...unset, expectedNoStream: SET, currentNoStream: undefined }],
    ['three', 0n, { currentRevision: '2', expectedRevision: '0', currentRevision2060: 2, expectedRevision2060: 0, ...unset }],
    ['three', 1n, { currentRevision: '2', expectedRevision: '1', currentRevision2060: 2, expectedRevision2060: 1, ...unset }],
    ['three', 3n, { currentRevision: '2', expectedRevision: '3', currentRevision2060: 2, expectedRevision2060: 3, ...unset }],
    ['three', 99n, { currentRevision: '2', expectedRevision: '99', currentRevision2060: 2, expectedRevision2060: 99, ...unset }],
    ['three', U64_MAX, { currentRevision: '2', expectedRevision: U64_MAX.toString() }],
    ['three', 9_223_372_036_854_775_807n, { currentRevision: '2', expectedRevision: '9223372036854775807' }],
    ['missing', 'stream-exists', { currentNoStream: SET, noStream2060: SET, ...unset, expectedStreamExists: SET, streamExists2060: SET }],
    ['missing', 5n, { currentNoStream: SET, noStream2060: SET, expectedRevision: '5', ...unset }],
  ])('on %s, expecting %s, is an ordinary answer with every field', async (stream, expected, fields) => {
    const answer = (await raw.append(stream, expected)) as Answer;
    expect(answer.success).toBeUndefined();
    expect(answer.wrongExpectedVersion).toMatchObject(fields);
  });

  it('tells no-stream as the largest unsigned number in the fields of version 20.6.0', async () => {
    const { wrongExpectedVersion } = (await raw.append('three', 'no-stream')) as Answer;
    expect(BigInt(Math.round(wrongExpectedVersion?.expectedRevision2060 ?? 0))).toBe(2n ** 64n);
  });

  it('is a status when the stream that should exist was soft-deleted', async () => {
    await raw.append('softly', 'any');
    await raw.remove('delete', 'softly', 'any');
    expect(await raw.append('softly', 'stream-exists')).toEqual({
      code: status.FAILED_PRECONDITION,
      details: "Event stream 'softly' is deleted.",
      trailers: { exception: 'stream-deleted', 'stream-name': 'softly' },
    });
  });
});
