import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { BatchCall, batchError, type Chunk } from './testing/batch-call.js';
import { facadeForTests } from './testing/facade-under-test.js';
import { RawClient, readRequest, uuid } from './testing/raw-client.js';
import { sharedPb } from './wire/generated.js';
import { readUuid } from './wire/uuids.js';

/** Longer than any test: what ends earlier does not end because of it. */
const under = facadeForTests({ writeTimeout: 600_000 });
let raw: RawClient;
let call: BatchCall;
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterAll(() => raw.close());
beforeEach(() => {
  call = new BatchCall(raw);
});
afterEach(() => call.cancel());

const correlation = (): sharedPb.UUID => uuid(randomUUID());
const chunk = (parts: Chunk = {}): Chunk => ({ correlation: correlation(), stream: randomUUID(), expected: 'any', ...parts });
const countOf = async (stream: string, client = raw): Promise<number> =>
  (await client.read(readRequest({ stream, count: 100 }))).messages.filter((message) => message.hasEvent()).length;

describe('a batch', () => {
  it('is answered with its correlation id, its stream, a revision and a position', async () => {
    const asked = chunk({ stream: 'a', events: [{}, {}] });
    const response = await call.ask(asked);
    expect(response.getCorrelationId()?.toObject()).toEqual(asked.correlation?.toObject());
    expect(Buffer.from(response.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe('a');
    expect(response.getSuccess()?.getCurrentRevision()).toBe('1');
    expect(response.getSuccess()?.getPosition()?.getCommitPosition()).toBe(response.getSuccess()?.getPosition()?.getPreparePosition());
    expect(response.getExpectedStreamPositionCase()).toBe(0);
  });

  it('has its id back in the form it was sent in', async () => {
    const structured = new sharedPb.UUID().setStructured(new sharedPb.UUID.Structured().setMostSignificantBits('-5').setLeastSignificantBits('9'));
    const response = await call.ask(chunk({ correlation: structured }));
    expect(response.getCorrelationId()?.toObject()).toEqual(structured.toObject());
  });

  it('is written with its last chunk, whatever comes in between', async () => {
    const [one, two] = [chunk({ stream: 'one', isFinal: false }), chunk({ stream: 'two', isFinal: false })];
    call.send(one, two, { correlation: one.correlation, isFinal: false });
    expect(await countOf('one')).toBe(0);
    const second = await call.ask({ correlation: two.correlation });
    expect(second.getSuccess()?.getCurrentRevision()).toBe('1');
    const first = await call.ask({ correlation: one.correlation });
    expect(first.getSuccess()?.getCurrentRevision()).toBe('2');
    expect(readUuid(first.getCorrelationId())).toBe(readUuid(one.correlation));
  });

  it('that nobody began is passed over', async () => {
    call.send({ correlation: correlation() });
    await call.ask(chunk());
    expect(call.responses).toHaveLength(1);
  });

  it('of no events answers the revision that is there', async () => {
    await call.ask(chunk({ stream: 'three', events: [{}, {}, {}] }));
    expect((await call.ask(chunk({ stream: 'three', events: [] }))).getSuccess()?.getCurrentRevision()).toBe('2');
    expect((await call.ask(chunk({ events: [] }))).getSuccess()?.hasNoStream()).toBe(true);
  });

  it('is repeated as any append', async () => {
    const events = [{ id: uuid(randomUUID()) }];
    const [first, again] = [
      await call.ask(chunk({ stream: 'r', expected: 'no-stream', events })),
      await call.ask(chunk({ stream: 'r', expected: 'no-stream', events })),
    ];
    expect(again.getSuccess()?.toObject()).toEqual(first.getSuccess()?.toObject());
    expect(await countOf('r')).toBe(1);
  });
});

describe('a batch that fails', () => {
  const type = (name: string): string => `type.googleapis.com/event_store.client.${name}`;

  beforeAll(async () => {
    await raw.append('two', 'no-stream', [{}, {}]);
    await raw.append('ended', 'no-stream');
    await raw.remove('tombstone', 'ended', 'any');
  });

  it.each<[string, Chunk, object]>([
    ['two', { expected: 'no-stream' }, { currentStreamRevision: '1', expectedNoStream: {} }],
    ['two', { expected: 5n }, { currentStreamRevision: '1', expectedStreamPosition: '5' }],
    ['missing', { expected: 'stream-exists' }, { currentNoStream: {}, expectedStreamExists: {} }],
  ])('by a wrong version of %s says so in-band', async (stream, parts, details) => {
    expect(batchError(await call.ask(chunk({ stream, ...parts })))).toEqual({
      code: 6,
      message: 'WrongExpectedVersion',
      type: type('WrongExpectedVersion'),
      details,
    });
  });

  const nullValue = { message: "Value cannot be null. (Parameter 'value')" };
  it.each<[string, Chunk, number, string, object]>([
    ['a stream that ended', { stream: 'ended' }, 5, 'StreamDeleted', { streamIdentifier: { streamName: Buffer.from('ended').toString('base64') } }],
    ['too much data', { events: [{ data: Buffer.alloc(1_048_577) }] }, 3, 'MaximumAppendSizeExceeded', { maxappendsize: 1_048_576 }],
    ['no expected position', { expected: undefined }, 3, 'BadRequest', nullValue],
    ['an empty stream name', { stream: '' }, 3, 'BadRequest', nullValue],
    ['no type', { events: [{ type: undefined }] }, 3, 'BadRequest', { message: 'The given key was not present in the dictionary.' }],
    ['no correlation id', { correlation: undefined }, 3, 'BadRequest', nullValue],
    ['a deadline that passed', { deadline: new Date(Date.now() - 1_000) }, 4, 'Timeout', {}],
  ])('by %s says so in-band and leaves the call open', async (_, parts, code, name, details) => {
    expect(batchError(await call.ask(chunk(parts)))).toEqual({ code, message: name, type: type(name), details });
    expect((await call.ask(chunk())).hasSuccess()).toBe(true);
  });

  it('by its size is answered once, also before the last chunk', async () => {
    const large = chunk({ isFinal: false, events: [{ data: Buffer.alloc(700_000) }] });
    call.send(large);
    const response = await call.ask({ correlation: large.correlation, isFinal: false, events: [{ data: Buffer.alloc(700_000) }] });
    expect(batchError(response)?.message).toBe('MaximumAppendSizeExceeded');
    call.send({ correlation: large.correlation, events: [] });
    await call.ask(chunk());
    expect(call.responses).toHaveLength(2);
  });

  it('to be finished is given up when its deadline comes before the write timeout', async () => {
    const response = await call.ask(chunk({ isFinal: false, deadline: new Date(Date.now() + 20) }));
    expect(batchError(response)).toMatchObject({ code: 4, message: 'Timeout' });
  });
});

describe('a batch that stays unfinished', () => {
  const hurried = facadeForTests({ writeTimeout: 50 });

  it('is given up after the write timeout, with its id in structured form', async () => {
    const client = new RawClient(hurried.facade.port);
    const batches = new BatchCall(client);
    const begun = chunk({ isFinal: false });
    const response = await batches.ask(begun);
    expect(batchError(response)).toMatchObject({ code: 4, message: 'Timeout' });
    expect(response.getCorrelationId()?.hasStructured()).toBe(true);
    expect(readUuid(response.getCorrelationId())).toBe(readUuid(begun.correlation));
    expect(await countOf(begun.stream ?? '', client)).toBe(0);
    batches.cancel();
    client.close();
  });
});

describe('the call', () => {
  it('goes on after the client half-closed it', async () => {
    call.send(chunk());
    call.halfClose();
    await call.received(1);
    // A second call that is answered: the first had as much time to end.
    const other = new BatchCall(raw);
    await other.ask(chunk());
    other.cancel();
    expect(call.isOver).toBe(false);
  });
});
