import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Server } from '@grpc/grpc-js';
import type { FacadeContext } from './context.js';
import { appendHandler } from './services/append.js';
import { batchAppendHandler } from './services/batch-append.js';
import { deleteHandler, tombstoneHandler } from './services/delete.js';
import { gossipHandler, type Member } from './services/gossip.js';
import { readHandler } from './services/read.js';
import { supportedMethodsHandler } from './services/server-features.js';
import { serializeAppend } from './wire/append-replies.js';
import { gossipGrpc, serverFeaturesGrpc, streamsGrpc } from './wire/generated.js';
import { tolerant } from './wire/incoming.js';

/** Binds the methods that the façade answers to the definitions that the official client's package generates. */
export function addServices(server: Server, context: FacadeContext, self: () => Member): void {
  const { StreamsService } = streamsGrpc;
  const streams = {
    read: tolerant(StreamsService.read),
    append: { ...tolerant(StreamsService.append), responseSerialize: serializeAppend },
    batchAppend: tolerant(StreamsService.batchAppend),
    delete: tolerant(StreamsService.delete),
    tombstone: tolerant(StreamsService.tombstone),
  };
  const handlers: UntypedServiceImplementation = {
    read: readHandler(context),
    append: appendHandler(context),
    batchAppend: batchAppendHandler(context),
    delete: deleteHandler(context),
    tombstone: tombstoneHandler(context),
  };
  server.addService(streams, handlers);
  const features = { getSupportedMethods: tolerant(serverFeaturesGrpc.ServerFeaturesService.getSupportedMethods) };
  server.addService(features, { getSupportedMethods: supportedMethodsHandler(context.report) });
  server.addService({ read: tolerant(gossipGrpc.GossipService.read) }, { read: gossipHandler(self, context.report) });
}
