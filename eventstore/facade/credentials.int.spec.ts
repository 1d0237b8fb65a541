import { AccessDeniedError, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { Metadata, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BatchCall, batchError } from './testing/batch-call.js';
import { facadeForTests } from './testing/facade-under-test.js';
import { appendOptions, type Ended, proposed, RawClient, readRequest, uuid } from './testing/raw-client.js';

const under = facadeForTests({ credentials: { ada: 'pass:word' } });
let raw: RawClient;
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterAll(() => raw.close());

const authorization = (value: string): Metadata => {
  const metadata = new Metadata();
  metadata.set('authorization', value);
  return metadata;
};
const basic = (text: string): Metadata => authorization(`Basic ${Buffer.from(text).toString('base64')}`);

const denied: Ended = { code: status.PERMISSION_DENIED, details: 'Access Denied', trailers: { exception: 'access-denied' } };

describe('a server that asks for credentials', () => {
  const append = (metadata?: Metadata) => raw.appendMessages([appendOptions('s', 'any'), proposed()], metadata);

  it.each<[string, Metadata | undefined]>([
    ['none', undefined],
    ['an unknown scheme', authorization('Bearer junk')],
  ])('denies %s', async (_, metadata) => {
    expect(await append(metadata)).toEqual(denied);
    expect((await raw.read(readRequest({ stream: 's', count: 1 }), metadata)).ended).toEqual(denied);
    expect((await raw.read(readRequest({ count: 1 }), metadata)).ended).toEqual(denied);
    expect(await raw.remove('delete', 's', 'any')).toEqual(denied);
  });

  it.each([
    ['a wrong password', basic('ada:wrong')],
    ['an unknown user', basic('bob:pass:word')],
    ['a property of every object', basic('constructor:x')],
  ])('does not know %s', async (_, metadata) => {
    expect(await append(metadata)).toEqual({ code: status.UNAUTHENTICATED, details: 'Unauthenticated', trailers: {} });
  });

  it('cannot read credentials that are no base64', async () => {
    expect(await append(authorization('Basic ***'))).toMatchObject({ code: status.UNKNOWN });
  });

  it('takes the right ones', async () => {
    expect(await append(basic('ada:pass:word'))).toMatchObject({ success: { currentRevision: expect.any(String) } });
    expect((await raw.read(readRequest({ stream: 's', count: 1 }), basic('ada:pass:word'))).messages).toHaveLength(1);
  });

  it('denies a batch in-band without credentials, and the whole call with wrong ones', async () => {
    const chunk = { correlation: uuid(crypto.randomUUID()), stream: 's', expected: 'any' as const };
    const anonymous = new BatchCall(raw);
    expect(batchError(await anonymous.ask(chunk))).toMatchObject({ code: 7, type: 'type.googleapis.com/event_store.client.AccessDenied' });
    anonymous.cancel();
    const wrong = new BatchCall(raw, basic('ada:wrong'));
    wrong.send(chunk);
    expect(await wrong.ended()).toMatchObject({ code: status.UNAUTHENTICATED });
    const right = new BatchCall(raw, basic('ada:pass:word'));
    expect((await right.ask(chunk)).hasSuccess()).toBe(true);
    right.cancel();
  });

  it('lets the official client ask for features without them, and denies the rest', async () => {
    await expect(under.client.appendToStream('s', jsonEvent({ type: 't', data: {} }))).rejects.toBeInstanceOf(AccessDeniedError);
    await expect(under.client.readStream('s').toArray()).rejects.toMatchObject({ type: 'access-denied', code: 7 });
    const gossip = EventStoreDBClient.connectionString`esdb://127.0.0.1:${under.facade.port},127.0.0.1:${under.facade.port}?tls=false`;
    await expect(gossip.readStream('s').toArray()).rejects.toMatchObject({ type: 'access-denied' });
    await gossip.dispose();
  });
});
