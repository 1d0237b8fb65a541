import { BACKWARDS, END, InvalidArgumentError } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facadeForTests } from './testing/facade-under-test.js';
import { describeMessage, type Ended, type EventParts, OK, RawClient, readRequest, type ReadAsked } from './testing/raw-client.js';
import { sharedPb, streamsPb } from './wire/generated.js';

let time = Date.now();
const under = facadeForTests({ now: () => time });
let raw: RawClient;
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterAll(() => raw.close());

const read = async (asked: ReadAsked): Promise<string[]> => (await raw.read(readRequest(asked))).messages.map(describeMessage);
const events = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, index) => `event ${from + index}`);
const setMetadata = (stream: string, data: string): Promise<unknown> => raw.append(`$$${stream}`, 'any', [{ type: '$metadata', data }]);
const filled = async (stream: string, count: number, metadata?: string): Promise<string> => {
  if (metadata !== undefined) await setMetadata(stream, metadata);
  await raw.append(
    stream,
    'any',
    Array.from({ length: count }, (): EventParts => ({})),
  );
  return stream;
};

describe('a read of a stream', () => {
  beforeAll(async () => {
    await filled('seven', 7);
    await filled('hundred', 100);
  });

  it.each<[Omit<ReadAsked, 'stream'>, string[]]>([
    [{ count: 100 }, [...events(0, 6), 'last 6']],
    [{ count: 3 }, [...events(0, 2), 'last 6']],
    [{ count: 2, from: 5n }, ['event 5', 'event 6', 'last 6']],
    [{ count: 10, from: 50n }, ['first 7', 'last 6']],
    [{ count: 2, backwards: true, from: 'end' }, ['event 6', 'event 5', 'last 6']],
    [{ count: 2, backwards: true, from: 50n }, ['event 6', 'event 5', 'last 6']],
    [{ count: 9, backwards: true, from: 1n }, ['event 1', 'event 0', 'last 6']],
    [{ count: 9, backwards: true, from: 'start' }, ['event 0', 'last 6']],
  ])('asked %j ends with the last position, and tells the first one after an empty page', async (asked, messages) => {
    expect(await read({ stream: 'seven', compatibility: 1, ...asked })).toEqual(messages);
    const silent = messages.filter((message) => message.startsWith('event'));
    expect(await read({ stream: 'seven', ...asked })).toEqual(silent);
  });

  it('goes over pages in both directions', async () => {
    expect(await read({ stream: 'hundred', count: 1_000 })).toEqual(events(0, 99));
    expect(await read({ stream: 'hundred', count: 90, backwards: true, from: 'end' })).toEqual(events(10, 99).toReversed());
  });

  it.each([0, 1])('that is not there is a message, with compatibility %i', async (compatibility) => {
    const outcome = await raw.read(readRequest({ stream: 'missing', count: 1, compatibility }));
    expect(outcome.messages.map(describeMessage)).toEqual(['stream-not-found']);
    expect(outcome.ended).toEqual(OK);
  });

  it('has the position of the event with each event', async () => {
    const { messages } = await raw.read(readRequest({ stream: 'seven', count: 7 }));
    for (const message of messages) {
      const event = message.getEvent();
      expect(event?.hasNoPosition()).toBe(false);
      expect(event?.getCommitPosition()).toBe(event?.getEvent()?.getCommitPosition());
      expect(event?.getEvent()?.getPreparePosition()).toBe(event?.getEvent()?.getCommitPosition());
    }
  });

  it('is checked by the official client before it is asked', async () => {
    expect(() => under.client.readStream('seven', { direction: BACKWARDS, fromRevision: -1n })).toThrow(InvalidArgumentError);
    const [last] = await under.client.readStream('seven', { direction: BACKWARDS, fromRevision: END, maxCount: 1 }).toArray();
    expect(last?.event).toMatchObject({ streamId: 'seven', revision: 6n, isJson: true });
    expect(last?.event?.position?.commit).toBe(last?.event?.position?.prepare);
  });
});

describe('a read that is wrong', () => {
  const unexpected: Ended = { code: status.UNKNOWN, details: 'Unexpected ReadStreamResult: Error', trailers: {} };
  const handler: Ended = { code: status.UNKNOWN, details: 'Exception was thrown by handler.', trailers: {} };
  const invalid = (details: string): Ended => ({ code: status.INVALID_ARGUMENT, details, trailers: {} });
  const changed = (change: (options: streamsPb.ReadReq.Options) => unknown, asked: ReadAsked = { stream: 'seven', count: 1 }): streamsPb.ReadReq => {
    const request = readRequest(asked);
    change(request.getOptions() ?? new streamsPb.ReadReq.Options());
    return request;
  };
  const filter = new streamsPb.ReadReq.Options.FilterOptions();

  it.each<[string, streamsPb.ReadReq, Ended]>([
    ['forwards from the end', readRequest({ stream: 'seven', count: 1, from: 'end' }), unexpected],
    ['of no events', readRequest({ stream: 'seven', count: 0 }), unexpected],
    [
      'with a filter',
      readRequest({ stream: 'seven', count: 1, filter }),
      invalid('The combination of (Stream, Count, Forwards, Filter) is invalid.'),
    ],
    ['without a count', changed((options) => options.clearCount()), invalid('The combination of (Stream, None, Forwards, NoFilter) is invalid.')],
    [
      'without a filter option',
      changed((options) => options.clearNoFilter()),
      invalid('The combination of (Stream, Count, Forwards, None) is invalid.'),
    ],
    [
      'as a subscription backwards',
      readRequest({ stream: 'seven', backwards: true }),
      invalid('The combination of (Stream, Subscription, Backwards, NoFilter) is invalid.'),
    ],
    [
      'of nothing',
      changed((options) => options.clearStream()),
      invalid("'None' is not a valid EventStore.Client.Streams.ReadReq+Types+Options+StreamOptionOneofCase"),
    ],
    ['without options', new streamsPb.ReadReq(), handler],
    ['of a stream without a name', readRequest({ stream: '', count: 1 }), handler],
  ])('%s ends with the status of a server', async (_, request, end) => {
    expect((await raw.read(request)).ended).toEqual(end);
  });

  it('for want of a form of ids hangs until the client gives up', async () => {
    const request = changed((options) => options.clearUuidOption());
    const call = raw.streams.read(request, { deadline: Date.now() + 150 });
    const error = await new Promise<{ code: status }>((resolve) =>
      call.on('data', () => undefined).on('error', (reason) => resolve(reason as unknown as { code: status })),
    );
    expect(error.code).toBe(status.DEADLINE_EXCEEDED);
  });
});

describe('stream metadata', () => {
  it.each<[string, Omit<ReadAsked, 'stream'>, string[]]>([
    ['{"$maxCount":3}', { count: 100 }, [...events(7, 9), 'last 9']],
    ['{"$maxCount":3}', { count: 2 }, ['first 7', 'event 7', 'event 8', 'last 9']],
    ['{"$maxCount":3}', { count: 100, backwards: true, from: 'end' }, [...events(7, 9).toReversed(), 'last 9']],
    ['{"$maxCount":3}', { count: 9, backwards: true, from: 5n }, ['last 9']],
    ['{"$maxCount":3,"$tb":5}', { count: 100 }, [...events(7, 9), 'last 9']],
    ['{"$maxCount":3,"$tb":8}', { count: 100 }, [...events(8, 9), 'last 9']],
    ['{"$tb":100}', { count: 100 }, ['first 100', 'first 10', 'last 9']],
    ['{"$maxCount":0}', { count: 100 }, [...events(0, 9), 'last 9']],
    ['{"$maxCount":3', { count: 100 }, [...events(0, 9), 'last 9']],
    ['{"$maxCount":1e30,"$tb":4}', { count: 100 }, [...events(0, 9), 'last 9']],
    ['[3]', { count: 100 }, [...events(0, 9), 'last 9']],
  ])('%s shows, asked %j, what a server shows', async (metadata, asked, messages) => {
    const stream = await filled(crypto.randomUUID(), 10, metadata);
    expect(await read({ stream, compatibility: 1, ...asked })).toEqual(messages);
  });

  it('does not count what it hides, and is replaced as a whole', async () => {
    const stream = await filled('replaced', 10, '{"$maxCount":3}');
    expect(await raw.append(stream, 9n)).toMatchObject({ success: { currentRevision: '10' } });
    await setMetadata(stream, '{"$cacheControl":1}');
    expect(await read({ stream, count: 100 })).toEqual(events(0, 10));
  });

  it('that hides everything leaves a stream that exists', async () => {
    const stream = await filled('hidden', 3, '{"$tb":100}');
    expect(await raw.append(stream, 'no-stream')).toMatchObject({ wrongExpectedVersion: { currentRevision: '2' } });
    expect(await raw.append(stream, 'stream-exists')).toMatchObject({ success: { currentRevision: '3' } });
    expect(await raw.append(stream, 3n)).toMatchObject({ success: { currentRevision: '4' } });
  });

  it('hides events by their age when they are read', async () => {
    const stream = await filled('aging', 13, '{"$maxAge":1}');
    expect(await read({ stream, count: 100 })).toEqual(events(0, 12));
    time += 2_100;
    expect(await read({ stream, count: 100, compatibility: 1 })).toEqual(['first 13', 'last 12']);
    await filled(stream, 1);
    expect(await read({ stream, count: 100 })).toEqual(['event 13']);
  });

  it('shows only its newest event, and may come before its stream', async () => {
    await setMetadata('unborn', '{"$maxCount":2}');
    await setMetadata('unborn', '{"$maxCount":3}');
    expect(await read({ stream: '$$unborn', count: 100 })).toEqual(['event 1']);
    expect(await read({ stream: 'unborn', count: 1 })).toEqual(['stream-not-found']);
    expect(await raw.append('unborn', 'no-stream', [{}, {}, {}, {}])).toMatchObject({ success: { currentRevision: '3' } });
    expect(await read({ stream: 'unborn', count: 100 })).toEqual(events(1, 3));
  });

  it('is set and got by the official client', async () => {
    const metadata = {
      maxAge: 2,
      cacheControl: 15,
      truncateBefore: 1,
      maxCount: 12,
      acl: { readRoles: ['admin'], writeRoles: ['admin'] },
      kitten: 'tabby',
    };
    await under.client.setStreamMetadata('got', metadata);
    expect((await under.client.getStreamMetadata('got')).metadata).toEqual(metadata);
    expect(await under.client.getStreamMetadata('never set')).toEqual({ streamName: 'never set' });
  });
});

describe('links', () => {
  const link = (to: string, contentType = 'application/octet-stream'): EventParts => ({ type: '$>', data: to, contentType });
  beforeAll(async () => {
    await filled('target', 3);
    await raw.append('gone', 'any');
    await raw.remove('delete', 'gone', 'any');
    await raw.append('links', 'any', [
      link('1@target'),
      link('9@target'),
      link('0@gone'),
      link('0@missing'),
      link('no link'),
      link('2@target', 'application/json'),
      {},
    ]);
  });

  it('are followed when asked for', async () => {
    expect(await read({ stream: 'links', count: 100, links: true })).toEqual([
      'event 1 by link 0',
      'nothing by link 1',
      'nothing by link 2',
      'nothing by link 3',
      'event 4',
      'event 2 by link 5',
      'event 6',
    ]);
  });

  it('are events like others when not', async () => {
    expect(await read({ stream: 'links', count: 100 })).toEqual(events(0, 6));
  });

  it('have their own position', async () => {
    const [resolved] = (await raw.read(readRequest({ stream: 'links', count: 1, links: true }))).messages;
    const event = resolved?.getEvent();
    expect(event?.getCommitPosition()).toBe(event?.getLink()?.getCommitPosition());
    expect(event?.getEvent()?.getStreamIdentifier()?.toObject()).toEqual(
      new sharedPb.StreamIdentifier().setStreamName(Buffer.from('target')).toObject(),
    );
  });
});
