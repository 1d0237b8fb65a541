import { StreamDeletedError, StreamNotFoundError, WrongExpectedVersionError } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { facadeForTests } from './testing/facade-under-test.js';
import { describeMessage, type Ended, type Expected, RawClient, readRequest } from './testing/raw-client.js';
import type { streamsPb } from './wire/generated.js';

type Answer = streamsPb.AppendResp.AsObject;

const under = facadeForTests();
let raw: RawClient;
let stream: string;
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterAll(() => raw.close());
beforeEach(async () => {
  stream = randomUUID();
  await raw.append(stream, 'no-stream', [{}, {}, {}]);
});

const read = async (name: string, compatibility = 0, backwards = false): Promise<string[]> => {
  const asked = readRequest({ stream: name, count: 100, compatibility, backwards, from: backwards ? 'end' : 'start' });
  return (await raw.read(asked)).messages.map(describeMessage);
};

const metadata = async (name: string): Promise<string[]> => {
  const { messages } = await raw.read(readRequest({ count: 100_000 }));
  const events = messages.map((message) => message.getEvent()?.getEvent());
  return events
    .filter((event) => Buffer.from(event?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString() === `$$${name}`)
    .map((event) => Buffer.from(event?.getData_asU8() ?? []).toString());
};

const wrong = (name: string, expected: string, actual: string): Ended => ({
  code: status.FAILED_PRECONDITION,
  details: `Delete failed due to WrongExpectedVersion. Stream: ${name}, Expected version: ${expected}, Actual version: ${actual}`,
  trailers: { exception: 'wrong-expected-version', 'stream-name': name, 'expected-version': expected, 'actual-version': actual },
});
const deleted = (name: string): Ended => ({
  code: status.FAILED_PRECONDITION,
  details: `Event stream '${name}' is deleted.`,
  trailers: { exception: 'stream-deleted', 'stream-name': name },
});

describe('a soft delete', () => {
  it('hides the stream in either direction, and writes a metadata event whose position it answers', async () => {
    const position = await raw.remove('delete', stream, 2n);
    for (const compatibility of [0, 1]) {
      expect(await read(stream, compatibility)).toEqual(['stream-not-found']);
      expect(await read(stream, compatibility, true)).toEqual(['stream-not-found']);
    }
    expect(await metadata(stream)).toEqual(['{"$tb":9223372036854775807}']);
    const [event] = (await raw.read(readRequest({ stream: `$$${stream}`, count: 1 }))).messages;
    expect(event?.getEvent()?.getCommitPosition()).toBe(position);
    await expect(under.client.readStream(stream).toArray()).rejects.toBeInstanceOf(StreamNotFoundError);
  });

  it.each<[Expected, string]>([
    ['any', '-2'],
    ['stream-exists', '-4'],
    ['no-stream', '-1'],
    [7n, '7'],
  ])('of a missing stream fails, expecting %s', async (expected, signed) => {
    const missing = randomUUID();
    expect(await raw.remove('delete', missing, expected)).toEqual(wrong(missing, signed, '-1'));
  });

  it('of a stream that has nothing but metadata succeeds', async () => {
    await raw.append('$$implicit', 'any', [{ type: '$metadata', data: '{"$cacheControl":10}' }]);
    expect(await raw.remove('delete', 'implicit', 'no-stream')).toEqual(expect.any(String));
  });

  it.each<[Expected, string]>([
    [1n, '1'],
    ['no-stream', '-1'],
  ])('expecting %s of another revision is refused with a status', async (expected, signed) => {
    expect(await raw.remove('delete', stream, expected)).toEqual(wrong(stream, signed, '2'));
  });

  it('is told by the official client with signed numbers', async () => {
    const error: unknown = await under.client.deleteStream(stream, { expectedRevision: 'no_stream' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WrongExpectedVersionError);
    expect(error).toMatchObject({ code: 9, streamName: stream, expectedVersion: -1n, actualVersion: 2n });
  });

  it.each<[Expected]>([['any'], [2n], ['no-stream']])('may be repeated, expecting %s, and writes metadata again', async (expected) => {
    await raw.remove('delete', stream, 'any');
    expect(await raw.remove('delete', stream, expected)).toEqual(expect.any(String));
    expect(await metadata(stream)).toHaveLength(2);
  });

  it('repeated expecting that the stream exists is refused', async () => {
    await raw.remove('delete', stream, 'any');
    expect(await raw.remove('delete', stream, 'stream-exists')).toEqual(deleted(stream));
  });

  it.each<[Expected]>([['no-stream'], ['any'], [2n]])('is undone by an append expecting %s, which goes on numbering', async (expected) => {
    await raw.remove('delete', stream, 'any');
    expect(((await raw.append(stream, expected)) as Answer).success?.currentRevision).toBe('3');
    expect(await read(stream)).toEqual(['event 3']);
    expect((await metadata(stream)).at(-1)).toBe('{"$tb":3}');
  });

  it('is not undone by an append that expects another revision', async () => {
    await raw.remove('delete', stream, 'any');
    expect(((await raw.append(stream, 1n)) as Answer).wrongExpectedVersion?.currentRevision).toBe('2');
    expect(await read(stream)).toEqual(['stream-not-found']);
  });

  it('is undone by new metadata, which goes on hiding the events that were deleted', async () => {
    await raw.remove('delete', stream, 'any');
    await raw.append(`$$${stream}`, 'any', [{ type: '$metadata', data: '{"$maxCount":5}' }]);
    expect((await metadata(stream)).at(-1)).toBe('{"$maxCount":5,"$tb":3}');
    await raw.append(stream, 2n);
    expect(await read(stream)).toEqual(['event 3']);
  });

  it('outlives a restart', async () => {
    await raw.remove('delete', stream, 'any');
    await under.restart();
    raw.close();
    raw = new RawClient(under.facade.port);
    expect(await read(stream)).toEqual(['stream-not-found']);
    expect(((await raw.append(stream, 'no-stream')) as Answer).success?.currentRevision).toBe('3');
  });
});

describe('a tombstone', () => {
  it.each<[Expected]>([['any'], ['no-stream']])('may be set on a missing stream, expecting %s', async (expected) => {
    const missing = randomUUID();
    expect(await raw.remove('tombstone', missing, expected)).toEqual(expect.any(String));
    expect((await raw.read(readRequest({ stream: missing, count: 1 }))).ended).toEqual(deleted(missing));
  });

  it('is refused with the words of a delete', async () => {
    expect(await raw.remove('tombstone', stream, 1n)).toEqual(wrong(stream, '1', '2'));
  });

  it.each<[Expected]>([['any'], ['no-stream'], [2n]])('may be set on a soft-deleted stream, expecting %s', async (expected) => {
    await raw.remove('delete', stream, 'any');
    expect(await raw.remove('tombstone', stream, expected)).toEqual(expect.any(String));
  });

  it('on a soft-deleted stream that should exist is refused', async () => {
    await raw.remove('delete', stream, 'any');
    expect(await raw.remove('tombstone', stream, 'stream-exists')).toEqual(deleted(stream));
  });

  it.each(['now', 'after a restart'])('ends everything, %s', async (when) => {
    await raw.remove('tombstone', stream, 2n);
    if (when !== 'now') {
      await under.restart();
      raw.close();
      raw = new RawClient(under.facade.port);
    }
    const meta = `$$${stream}`;
    expect((await raw.read(readRequest({ stream, count: 1 }))).ended).toEqual(deleted(stream));
    expect((await raw.read(readRequest({ stream }))).ended).toEqual(deleted(stream));
    expect((await raw.read(readRequest({ stream: meta, count: 1 }))).ended).toEqual(deleted(meta));
    for (const expected of ['any', 'no-stream', 2n] as const) expect(await raw.append(stream, expected)).toEqual(deleted(stream));
    expect(await raw.append(stream, 'any', [])).toEqual(deleted(stream));
    expect(await raw.append(meta, 'any', [{ type: '$metadata' }])).toEqual(deleted(meta));
    expect(await raw.remove('delete', stream, 'any')).toEqual(deleted(stream));
    expect(await raw.remove('tombstone', stream, 'any')).toEqual(deleted(stream));
    await expect(under.client.readStream(stream).toArray()).rejects.toBeInstanceOf(StreamDeletedError);
  });

  it('is an event of the largest revision without data when all streams are read', async () => {
    const position = await raw.remove('tombstone', stream, 'any');
    const { messages } = await raw.read(readRequest({ count: 1, backwards: true, from: 'end' }));
    const event = messages[0]?.getEvent()?.getEvent();
    expect(event?.getMetadataMap().get('type')).toBe('$streamDeleted');
    expect(event?.getStreamRevision()).toBe('9223372036854775807');
    expect(event?.getCommitPosition()).toBe(position);
    expect(event?.getData_asU8()).toHaveLength(0);
  });
});
