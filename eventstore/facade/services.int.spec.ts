import { credentials, Metadata, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facadeForTests } from './testing/facade-under-test.js';
import { OK, RawClient, readRequest } from './testing/raw-client.js';
import { gossipGrpc, gossipPb, serverFeaturesGrpc, sharedPb, streamsGrpc, type serverFeaturesPb } from './wire/generated.js';

const under = facadeForTests();
let raw: RawClient;
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterAll(() => raw.close());

const address = (): string => `127.0.0.1:${under.facade.port}`;

/** Calls a method with a body of our own making. */
const call = (path: string, body: Buffer): Promise<status> =>
  new Promise((resolve) => {
    const bytes = (value: Buffer): Buffer => value;
    raw.streams.makeUnaryRequest(path, bytes, bytes, body, new Metadata(), (error) => resolve(error?.code ?? status.OK));
  });

describe('the features of the server', () => {
  it('are those that it answers', async () => {
    const client = new serverFeaturesGrpc.ServerFeaturesClient(address(), credentials.createInsecure());
    const supported = await new Promise<serverFeaturesPb.SupportedMethods>((resolve, reject) => {
      client.getSupportedMethods(new sharedPb.Empty(), (error, response) => (error === null ? resolve(response) : reject(error)));
    });
    client.close();
    expect(supported.getEventStoreServerVersion()).toBe('23.10.6');
    const listed = supported
      .getMethodsList()
      .map((method) => [method.getServiceName(), method.getMethodName(), method.getFeaturesList()].flat().join(' '));
    expect(listed).toEqual([
      'event_store.client.streams.streams read position events',
      'event_store.client.streams.streams append',
      'event_store.client.streams.streams delete',
      'event_store.client.streams.streams tombstone',
      'event_store.client.streams.streams batchappend deadline_duration',
      'event_store.client.gossip.gossip read',
      'event_store.client.server_features.serverfeatures getsupportedmethods',
    ]);
  });

  it('are found by the official client', async () => {
    const { capabilities } = under.client as unknown as { capabilities: Promise<{ supports(method: object, feature?: string): boolean }> };
    expect((await capabilities).supports(streamsGrpc.StreamsService.batchAppend, 'deadline_duration')).toBe(true);
  });
});

describe('gossip', () => {
  it('tells of one living leader, at this address', async () => {
    const client = new gossipGrpc.GossipClient(address(), credentials.createInsecure());
    const info = await new Promise<gossipPb.ClusterInfo>((resolve, reject) => {
      client.read(new sharedPb.Empty(), (error, response) => (error === null ? resolve(response) : reject(error)));
    });
    client.close();
    const [member, ...others] = info.getMembersList();
    expect(others).toEqual([]);
    expect(member?.getState()).toBe(gossipPb.MemberInfo.VNodeState.LEADER);
    expect(member?.getIsAlive()).toBe(true);
    expect(member?.getInstanceId()?.hasStructured()).toBe(true);
    expect(member?.getHttpEndPoint()?.toObject()).toEqual({ address: '127.0.0.1', port: under.facade.port });
    expect(member?.getTimeStamp()).toMatch(/^\d{17}$/);
  });
});

describe('what the server does not do', () => {
  it.each([
    '/event_store.client.streams.Streams/Unknown',
    '/event_store.client.persistent_subscriptions.PersistentSubscriptions/Create',
    '/event_store.client.projections.Projections/Create',
    '/event_store.client.users.Users/Create',
  ])('%s is unimplemented', async (path) => {
    expect(await call(path, Buffer.alloc(0))).toBe(status.UNIMPLEMENTED);
  });

  it('reads no garbage', async () => {
    expect(await call('/event_store.client.streams.Streams/Delete', Buffer.from([0xff, 0xff, 0xff]))).toBe(status.UNKNOWN);
  });

  it('does not mind who should lead', async () => {
    const metadata = new Metadata();
    metadata.set('requires-leader', 'junk');
    expect((await raw.read(readRequest({ count: 1 }), metadata)).ended).toEqual(OK);
  });
});
