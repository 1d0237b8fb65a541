import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { facadeForTests } from './testing/facade-under-test.js';
import { appendOptions, type Ended, type EventParts, proposed, RawClient, readRequest, uuid } from './testing/raw-client.js';
import { sharedPb, streamsPb } from './wire/generated.js';

type Answer = streamsPb.AppendResp.AsObject;

const under = facadeForTests();
let raw: RawClient;
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterAll(() => raw.close());

const HANDLER: Ended = { code: status.UNKNOWN, details: 'Exception was thrown by handler.', trailers: {} };
const LIMIT = 1_048_576;
const TOO_LARGE: Ended = {
  code: status.INVALID_ARGUMENT,
  details: 'Maximum Append Size of 1048576 Exceeded.',
  trailers: { exception: 'maximum-append-size-exceeded', 'maximum-append-size': '1048576' },
};

const readBack = async (stream: string): Promise<streamsPb.ReadResp.ReadEvent.RecordedEvent[]> =>
  (await raw.read(readRequest({ stream, count: 100_000 }))).messages
    .map((message) => message.getEvent()?.getEvent())
    .filter((event) => event !== undefined);

describe('an append that cannot be used', () => {
  const some = (): streamsPb.AppendReq => appendOptions('bad', 'any');
  it.each<[string, () => streamsPb.AppendReq[], Ended]>([
    ['an empty type', () => [some(), proposed({ type: '' })], HANDLER],
    ['no id', () => [some(), proposed({ id: undefined })], HANDLER],
    ['an empty id', () => [some(), proposed({ id: new sharedPb.UUID() })], HANDLER],
    ['an id that is none', () => [some(), proposed({ id: uuid('no id') })], HANDLER],
    ['an id of zeros', () => [some(), proposed({ id: uuid('00000000-0000-0000-0000-000000000000') })], HANDLER],
    ['an empty stream name', () => [appendOptions('', 'any'), proposed()], HANDLER],
    ['no stream', () => [appendOptions(undefined, 'any'), proposed()], HANDLER],
    ['the stream $$', () => [appendOptions('$$', 'any'), proposed()], HANDLER],
    ['no messages', () => [], HANDLER],
    ['an event first', () => [proposed(), some()], HANDLER],
    ['options twice', () => [some(), some()], HANDLER],
    [
      'no type',
      () => [some(), proposed({ type: undefined })],
      {
        code: status.INVALID_ARGUMENT,
        details: "Required Metadata Property 'type' is missing",
        trailers: { exception: 'missing-required-metadata-property', 'required-metadata-properties': 'type,content-type' },
      },
    ],
    [
      'no content type',
      () => [some(), proposed({ contentType: undefined })],
      {
        code: status.INVALID_ARGUMENT,
        details: "Required Metadata Property 'content-type' is missing",
        trailers: { exception: 'missing-required-metadata-property', 'required-metadata-properties': 'type,content-type' },
      },
    ],
    [
      'no expected revision',
      () => [appendOptions('bad', undefined), proposed()],
      {
        code: status.INVALID_ARGUMENT,
        details: "'None' is not a valid EventStore.Client.Streams.AppendReq+Types+Options+ExpectedStreamRevisionOneofCase",
        trailers: {},
      },
    ],
  ])('for %s ends with the status of a server, and nothing is written', async (_, messages, end) => {
    expect(await raw.appendMessages(messages())).toEqual(end);
    expect((await raw.read(readRequest({ stream: 'bad', count: 1 }))).messages[0]?.hasStreamNotFound()).toBe(true);
  });
});

describe('the size of an append', () => {
  const bytes = (length: number): Buffer => Buffer.alloc(length, 7);
  it.each<[string, readonly EventParts[]]>([
    ['exactly the limit of data', [{ data: bytes(LIMIT) }]],
    ['metadata on top of data', [{ data: bytes(600_000), metadata: bytes(600_000) }]],
    ['ten thousand events without data', Array.from({ length: 10_000 }, () => ({ data: '' }))],
  ])('may be %s, and all comes back', async (_, events) => {
    const stream = randomUUID();
    expect(((await raw.append(stream, 'no-stream', events)) as Answer).success?.currentRevision).toBe(String(events.length - 1));
    const back = await readBack(stream);
    expect(back).toHaveLength(events.length);
    // Compared as a whole: the matcher would walk through a megabyte byte by byte.
    expect(Buffer.from(events[0]?.data ?? '').equals(back[0]?.getData_asU8() ?? Buffer.from('nothing'))).toBe(true);
    expect(Buffer.from(events[0]?.metadata ?? '').equals(back[0]?.getCustomMetadata_asU8() ?? Buffer.from('nothing'))).toBe(true);
  });

  it.each<[string, readonly EventParts[]]>([
    ['a byte more', [{ data: bytes(LIMIT + 1) }]],
    ['more in two events', [{ data: bytes(600_000) }, { data: bytes(600_000) }]],
  ])('may not be %s', async (_, events) => {
    expect(await raw.append(randomUUID(), 'any', events)).toEqual(TOO_LARGE);
  });

  it('is bounded by one message', async () => {
    expect(await raw.append('huge', 'any', [{ data: bytes(18 * 1024 * 1024) }])).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details: 'Received message exceeds the maximum configured message size.',
    });
  });
});

describe('what is stored', () => {
  it.each<[string, EventParts, string, string]>([
    ['JSON', { data: '{"a": 1}' }, 'application/json', '{"a": 1}'],
    ['JSON that is none', { data: '{"a' }, 'application/json', '{"a'],
    ['no data', { data: '' }, 'application/json', ''],
    ['another content type', { contentType: 'application/xml', data: '<a/>' }, 'application/octet-stream', '<a/>'],
    ['a content type beside JSON', { contentType: 'application/json; charset=utf-8', data: '{}' }, 'application/octet-stream', '{}'],
  ])('of %s comes back byte for byte, with three keys', async (_, parts, contentType, data) => {
    const stream = randomUUID();
    await raw.append(stream, 'any', [{ ...parts, extra: { unknown: 'dropped' } }]);
    const [event] = await readBack(stream);
    expect(Buffer.from(event?.getData_asU8() ?? []).toString()).toBe(data);
    const metadata = new Map(event?.getMetadataMap().toObject());
    expect([...metadata.keys()].toSorted()).toEqual(['content-type', 'created', 'type']);
    expect(metadata.get('content-type')).toBe(contentType);
    // Ticks of 100 ns since 1970: within a minute of now.
    expect(Math.abs(Number(BigInt(metadata.get('created') ?? '0') / 10_000n) - Date.now())).toBeLessThan(60_000);
  });

  it('has a structured id as text', async () => {
    const id = new sharedPb.UUID().setStructured(new sharedPb.UUID.Structured().setMostSignificantBits('1').setLeastSignificantBits('2'));
    await raw.append('structured', 'any', [{ id }]);
    expect((await readBack('structured'))[0]?.getId()?.getString()).toBe('00000000-0000-0001-0000-000000000002');
    const { messages } = await raw.read(readRequest({ stream: 'structured', count: 1, structured: true }));
    expect(messages[0]?.getEvent()?.getEvent()?.getId()?.getStructured()?.toObject()).toEqual({
      mostSignificantBits: '1',
      leastSignificantBits: '2',
    });
  });
});

describe('a stream name', () => {
  it.each(['a b', 'ü', '$', '$$a', '$$$$a', '$all', 'line\nbreak', 'n'.repeat(5_000)])('may be %#', async (name) => {
    expect((await raw.read(readRequest({ stream: name, count: 1 }))).messages[0]?.hasStreamNotFound()).toBe(true);
    expect(((await raw.append(name, 'no-stream')) as Answer).success?.currentRevision).toBe('0');
    const [event] = await readBack(name);
    expect(Buffer.from(event?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe(name);
  });

  it('that is no UTF-8 is read with replacements', async () => {
    await raw.appendMessages([appendOptions(Uint8Array.of(0x61, 0xff), 'any'), proposed()]);
    expect(await readBack('a\uFFFD')).toHaveLength(1);
  });

  it('and a long type or one with control characters survive a restart', async () => {
    const type = `${'t'.repeat(600)}\n`;
    await raw.append('x'.repeat(700), 'any', [{ type }, { data: Buffer.alloc(1_000_000, 1) }]);
    await under.restart();
    raw.close();
    raw = new RawClient(under.facade.port);
    const [first, second] = await readBack('x'.repeat(700));
    expect(first?.getMetadataMap().get('type')).toBe(type);
    expect(second?.getData_asU8()).toHaveLength(1_000_000);
    expect(((await raw.append('x'.repeat(700), 1n)) as Answer).success?.currentRevision).toBe('2');
    // Another large append does not run into the first one's parts.
    const more = (await raw.append('x'.repeat(700), 2n, [{ data: Buffer.alloc(1_000_000, 2) }])) as Answer;
    expect(more.success?.currentRevision).toBe('3');
    expect((await readBack('x'.repeat(700))).at(-1)?.getData_asU8()[0]).toBe(2);
  });
});
