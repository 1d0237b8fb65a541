import type { handleUnaryCall } from '@grpc/grpc-js';
import { unary, type Report } from '../wire/calls.js';
import { serverFeaturesPb, type sharedPb } from '../wire/generated.js';
import type { Incoming } from '../wire/incoming.js';

/** The version whose behaviour the façade reproduces: clients decide by it what they may ask. */
const BEHAVES_AS = '23.10.6';

/** Only what the façade really answers, with the names and features of that version. */
const methods: ReadonlyArray<readonly [service: string, method: string, features: readonly string[]]> = [
  ['event_store.client.streams.streams', 'read', ['position', 'events']],
  ['event_store.client.streams.streams', 'append', []],
  ['event_store.client.streams.streams', 'delete', []],
  ['event_store.client.streams.streams', 'tombstone', []],
  ['event_store.client.streams.streams', 'batchappend', ['deadline_duration']],
  ['event_store.client.gossip.gossip', 'read', []],
  ['event_store.client.server_features.serverfeatures', 'getsupportedmethods', []],
];

function supportedMethods(): serverFeaturesPb.SupportedMethods {
  const list = methods.map(([service, method, features]) =>
    new serverFeaturesPb.SupportedMethod()
      .setServiceName(service)
      .setMethodName(method)
      .setFeaturesList([...features]),
  );
  return new serverFeaturesPb.SupportedMethods().setMethodsList(list).setEventStoreServerVersion(BEHAVES_AS);
}

/** Answered without credentials. */
export const supportedMethodsHandler = (report: Report): handleUnaryCall<Incoming<sharedPb.Empty>, serverFeaturesPb.SupportedMethods> =>
  unary(async () => supportedMethods(), report);
