import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facadeForTests } from './testing/facade-under-test.js';
import { empty, type Ended, OK, RawClient, readRequest, type ReadAsked } from './testing/raw-client.js';
import { streamsPb } from './wire/generated.js';

const under = facadeForTests();
let raw: RawClient;
/** Commit positions of the events of streams a and b, in the order of their writing. */
const positions: bigint[] = [];

const shown = (message: streamsPb.ReadResp): string => {
  const event = message.getEvent()?.getEvent();
  return event === undefined
    ? 'something else'
    : `${Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()} ${event.getStreamRevision()}`;
};
const read = async (asked: ReadAsked): Promise<string[]> => (await raw.read(readRequest(asked))).messages.map(shown);
const at = (index: number): bigint => positions[index] ?? 0n;

beforeAll(async () => {
  raw = new RawClient(under.facade.port);
  for (const stream of ['a', 'b', 'a', 'b']) {
    const { success } = (await raw.append(stream, 'any', [{ type: `type-${stream}` }])) as streamsPb.AppendResp.AsObject;
    positions.push(BigInt(success?.position?.commitPosition ?? 0));
  }
  await raw.append('$$a', 'any', [{ type: '$metadata', data: '{"$maxCount":1}' }]);
});
afterAll(() => raw.close());

const EVERYTHING = ['$$$scavenges 0', 'a 0', 'b 0', 'a 1', 'b 1', '$$a 0'];

const filterBy = (field: 'stream' | 'type', by: { regex?: string; prefixes?: string[] }): streamsPb.ReadReq.Options.FilterOptions => {
  const expression = new streamsPb.ReadReq.Options.FilterOptions.Expression().setRegex(by.regex ?? '').setPrefixList(by.prefixes ?? []);
  const options = new streamsPb.ReadReq.Options.FilterOptions().setCount(empty()).setCheckpointintervalmultiplier(1);
  return field === 'stream' ? options.setStreamIdentifier(expression) : options.setEventType(expression);
};

describe('a read of all streams', () => {
  it('shows the events of the system among the others, whatever metadata hides', async () => {
    expect(await read({ count: 100 })).toEqual(EVERYTHING);
    expect(await read({ count: 100, backwards: true, from: 'end' })).toEqual(EVERYTHING.toReversed());
    expect(await read({ count: 2 })).toEqual(EVERYTHING.slice(0, 2));
  });

  it('begins with the event at a position forwards, and before it backwards', async () => {
    expect(await read({ count: 100, position: [at(1), at(1)] })).toEqual(['b 0', 'a 1', 'b 1', '$$a 0']);
    expect(await read({ count: 100, position: [at(1), at(1)], backwards: true })).toEqual(['a 0', '$$$scavenges 0']);
    expect(await read({ count: 100, position: [0n, 0n] })).toEqual(EVERYTHING);
  });

  it.each<[string, () => ReadAsked]>([
    ['beyond the end', () => ({ count: 9, position: [1n << 40n, 1n << 40n] })],
    ['forwards from the end', () => ({ count: 9, from: 'end' })],
    ['backwards from the start', () => ({ count: 9, from: 'start', backwards: true })],
    ['of what does not match', () => ({ count: 9, filter: filterBy('stream', { prefixes: ['zzz'] }) })],
  ])('%s is empty', async (_, asked) => {
    expect(await raw.read(readRequest(asked()))).toEqual({ messages: [], ended: OK });
  });

  it.each<[string, () => readonly [bigint, bigint], Ended]>([
    ['inside a record', () => [at(1) + 1n, at(1) + 1n], { code: status.UNKNOWN, details: 'Unexpected ReadAllResult: Error', trailers: {} }],
    ['whose commit is before its prepare', () => [at(1), at(2)], { code: status.UNKNOWN, details: 'Exception was thrown by handler.', trailers: {} }],
  ])('from a position %s ends with the status of a server', async (_, position, end) => {
    expect((await raw.read(readRequest({ count: 1, position: position() }))).ended).toEqual(end);
  });

  it.each<[string, 'stream' | 'type', { regex?: string; prefixes?: string[] }, string[]]>([
    ['a regex on streams', 'stream', { regex: String.raw`^[^\$].*` }, ['a 0', 'b 0', 'a 1', 'b 1']],
    ['prefixes of streams', 'stream', { prefixes: ['b', '$$a'] }, ['b 0', 'b 1', '$$a 0']],
    ['a regex on types', 'type', { regex: 'type-[a]$' }, ['a 0', 'a 1']],
    ['prefixes of types', 'type', { prefixes: ['type-b'] }, ['b 0', 'b 1']],
    ['a regex before prefixes', 'type', { regex: '-a$', prefixes: ['type-b'] }, ['a 0', 'a 1']],
  ])('takes %s', async (_, field, by, events) => {
    expect(await read({ count: 100, filter: filterBy(field, by) })).toEqual(events);
    expect(await read({ count: 1, filter: filterBy(field, by) })).toEqual(events.slice(0, 1));
    expect(await read({ count: 100, filter: filterBy(field, by), backwards: true, from: 'end' })).toEqual(events.toReversed());
  });

  it('does not resume at another event by the official client', async () => {
    const [, , third] = await under.client.readAll({ maxCount: 3 }).toArray();
    const [again] = await under.client.readAll({ maxCount: 1, fromPosition: third?.event?.position ?? 'start' }).toArray();
    expect(again).toEqual(third);
  });
});
