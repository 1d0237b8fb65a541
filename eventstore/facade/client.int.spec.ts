import {
  ANY,
  BACKWARDS,
  binaryEvent,
  DeadlineExceededError,
  END,
  EventStoreDBClient,
  excludeSystemEvents,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  StreamDeletedError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { facadeForTests } from './testing/facade-under-test.js';

const under = facadeForTests();

const json = (count: number, type = 'test') => Array.from({ length: count }, (_, index) => jsonEvent({ type, data: { message: 'test', index } }));
const finish = () => jsonEvent({ type: 'finish', data: {} });
/** Credentials per call make the client use the Append method; they are not sent without TLS. */
const PLAIN_APPEND = { credentials: { username: 'ada', password: 'x' } };

async function untilFinish(subscription: AsyncIterable<{ readonly event?: { readonly type: string } | undefined }>): Promise<string[]> {
  const types: string[] = [];
  for await (const { event } of subscription) {
    types.push(event?.type ?? '');
    if (event?.type === 'finish') break;
  }
  return types;
}

describe.each([
  ['BatchAppend', {}],
  ['Append', PLAIN_APPEND],
])('the official client through %s', (method, options) => {
  it.each([ANY, NO_STREAM] as const)('appends to a new stream, expecting %s', async (expectedRevision) => {
    const result = await under.client.appendToStream(`${method} ${expectedRevision}`, json(4), { ...options, expectedRevision });
    expect(result).toMatchObject({ success: true, nextExpectedRevision: 3n });
    const [last] = await under.client.readStream(`${method} ${expectedRevision}`, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }).toArray();
    expect(last?.event?.position).toEqual(result.position);
  });

  it('appends to a stream that exists, and where it is expected to be', async () => {
    const { nextExpectedRevision } = await under.client.appendToStream(`${method} on`, json(4), options);
    const exact = await under.client.appendToStream(`${method} on`, json(4), { ...options, expectedRevision: nextExpectedRevision });
    const existing = await under.client.appendToStream(`${method} on`, json(4), { ...options, expectedRevision: STREAM_EXISTS });
    expect([exact.nextExpectedRevision, existing.nextExpectedRevision]).toEqual([7n, 11n]);
  });

  it.each([
    ['full', NO_STREAM, 3n],
    ['full', 1n, 3n],
    ['full', 9n, 3n],
    ['empty', STREAM_EXISTS, NO_STREAM],
    ['empty', 1n, NO_STREAM],
  ] as const)('is refused on a stream that is %s, expecting %s', async (which, expectedRevision, actualVersion) => {
    const stream = `${method} refused ${which}`;
    if (which === 'full') await under.client.appendToStream(`${stream} ${expectedRevision}`, json(4), options);
    const error: unknown = await under.client
      .appendToStream(`${stream} ${expectedRevision}`, json(1), { ...options, expectedRevision })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WrongExpectedVersionError);
    expect(error).toMatchObject({ streamName: `${stream} ${expectedRevision}`, expectedVersion: expectedRevision, actualVersion });
  });

  it('is refused on a stream that has ended', async () => {
    await under.client.appendToStream(`${method} ended`, json(1), options);
    await under.client.tombstoneStream(`${method} ended`);
    const error: unknown = await under.client.appendToStream(`${method} ended`, json(1), options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StreamDeletedError);
    expect(error).toMatchObject({ streamName: `${method} ended` });
  });

  it('is refused more than the limit', async () => {
    // More than one chunk, so that the refusal comes before the last one.
    const large = Array.from({ length: 50 }, () => jsonEvent({ type: 't', data: 'x'.repeat(100_000) }));
    const error: unknown = await under.client.appendToStream(`${method} large`, large, options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MaxAppendSizeExceededError);
    expect(error).toMatchObject({ maxAppendSize: 1_048_576 });
  });

  it('gives up at its deadline', async () => {
    const appending = under.client.appendToStream(`${method} late`, json(3_000), { ...options, deadline: 1 });
    await expect(appending).rejects.toBeInstanceOf(DeadlineExceededError);
  });

  it.each([
    ['JSON', { how: 'meta' }],
    ['bytes', Uint8Array.from(Buffer.from('How meta is this?'))],
    ['none', undefined],
  ])('keeps metadata: %s', async (name, metadata) => {
    const stream = `${method} metadata ${name}`;
    const events = [jsonEvent({ type: 't', data: 'CC ‐ 1830', metadata }), binaryEvent({ type: 't', data: Buffer.from('bytes'), metadata })];
    await under.client.appendToStream(stream, events, options);
    const [first, second] = await under.client.readStream(stream).toArray();
    expect(first?.event?.data).toBe('CC ‐ 1830');
    expect(Buffer.from(second?.event?.data as Uint8Array).toString()).toBe('bytes');
    for (const event of [first, second]) {
      if (metadata instanceof Uint8Array) expect(Buffer.from(event?.event?.metadata as Uint8Array).toString()).toBe('How meta is this?');
      else expect(event?.event?.metadata).toEqual(metadata);
    }
  });
});

describe('the official client', () => {
  it('is told a wrong version as a result when it asks for that', async () => {
    const client = EventStoreDBClient.connectionString(`${under.facade.connectionString}&throwOnAppendFailure=false`);
    await client.appendToStream('told', json(1));
    const result = await client.appendToStream('told', json(1), { ...PLAIN_APPEND, expectedRevision: NO_STREAM });
    expect(result).toEqual({ success: false, nextExpectedRevision: 0n, position: undefined });
    await client.dispose();
  });

  it('knows no error for an empty stream name', async () => {
    await expect(under.client.appendToStream('', json(1))).rejects.toThrow('Could not recognize BadRequest');
    await expect(under.client.appendToStream('', json(1), PLAIN_APPEND)).rejects.toThrow('2 UNKNOWN: Exception was thrown by handler.');
  });

  it('sends an append in small batches', async () => {
    const result = await under.client.appendToStream('small batches', json(1_000), { batchAppendSize: 1_024 });
    expect(result.nextExpectedRevision).toBe(999n);
  });

  it('floods one stream without a loss', async () => {
    await Promise.all(json(2_000).map((event) => under.client.appendToStream('flood', event)));
    const [last] = await under.client.readStream('flood', { direction: BACKWARDS, fromRevision: END, maxCount: 1 }).toArray();
    expect(last?.event?.revision).toBe(1_999n);
  });

  it('follows a link', async () => {
    await under.client.appendToStream('link target', json(4));
    await under.client.appendToStream('link', binaryEvent({ type: '$>', data: Buffer.from('2@link target') }));
    const [target] = await under.client.readStream('link target', { fromRevision: 2n, maxCount: 1 }).toArray();
    const [linked] = await under.client.readStream('link', { resolveLinkTos: true }).toArray();
    expect(target?.link).toBeUndefined();
    expect(linked?.link).toBeDefined();
    expect(linked?.event).toEqual(target?.event);
  });

  it('subscribes to a stream, and to all streams, while they are written', async () => {
    await under.client.appendToStream('subscribed', json(4));
    const { position } = await under.client.appendToStream('marker', json(1));
    const caughtUp: string[] = [];
    const one = under.client.subscribeToStream('subscribed', { fromRevision: START }).on('caughtUp', () => caughtUp.push('one'));
    const all = under.client.subscribeToAll({ fromPosition: position ?? START }).on('caughtUp', () => caughtUp.push('all'));
    const reading = Promise.all([untilFinish(one), untilFinish(all)]);
    await under.client.appendToStream('subscribed', [...json(3), finish()]);
    const [ofOne, ofAll] = await reading;
    expect(ofOne).toEqual([...Array.from({ length: 7 }, () => 'test'), 'finish']);
    expect(ofAll).toEqual([...Array.from({ length: 3 }, () => 'test'), 'finish']);
    expect(caughtUp.length).toBeLessThanOrEqual(2);
  });

  it.each([streamNameFilter({ prefixes: ['filtered-'] }), streamNameFilter({ regex: '^filtered-[ab]$' })])(
    'subscribes with a filter: %j',
    async (filter) => {
      const { position } = await under.client.appendToStream('before', json(1));
      for (const stream of ['filtered-a', 'other', 'filtered-b']) await under.client.appendToStream(stream, json(8));
      await under.client.appendToStream('filtered-a', [...json(8), finish()]);
      const types = await untilFinish(under.client.subscribeToAll({ fromPosition: position ?? START, filter }));
      expect(types).toHaveLength(25);
    },
  );

  it('has every event of a slow reader, with a checkpoint at every second page, which it waits for', async () => {
    const { position } = await under.client.appendToStream('marker', json(1));
    await under.client.appendToStream('checked', json(8));
    let isBusy = false;
    let checkpoints = 0;
    let disturbed = 0;
    const subscription = under.client
      .subscribeToAll({
        fromPosition: position ?? START,
        filter: excludeSystemEvents({
          checkpointInterval: 2,
          checkpointReached: async () => {
            checkpoints++;
            isBusy = true;
            await setTimeout(20);
            isBusy = false;
          },
        }),
      })
      .on('data', () => (disturbed += isBusy ? 1 : 0));
    const reading = untilFinish(subscription);
    for (let count = 0; count < 18; count++) await under.client.appendToStream('checked', json(20));
    await under.client.appendToStream('checked', [...json(15), finish()]);
    expect(await reading).toHaveLength(384);
    expect(disturbed).toBe(0);
    expect(checkpoints).toBeGreaterThanOrEqual(5);
    expect(checkpoints).toBeLessThanOrEqual(7);
  });
});
