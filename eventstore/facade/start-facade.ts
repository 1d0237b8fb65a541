import { Server, ServerCredentials } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import { Access } from './access.js';
import { addServices } from './definitions.js';
import type { Facade, FacadeOptions, FacadeTls } from './facade.js';
import { Faults } from './faults.js';
import { Listener } from './listener.js';
import { EventLog } from './log/event-log.js';
import { LogReader } from './log/log-reader.js';
import { openStore } from './open-store.js';

function serverCredentials(tls: FacadeTls | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const pair = { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) };
  return ServerCredentials.createSsl(null, [pair], false);
}

/**
 * Starts a gRPC server over an embedded event store that answers the official EventStoreDB client as EventStoreDB 23.10 was seen to do.
 * A test instrument: it has no cluster, no users, no projections and no persistent subscriptions, and is not meant to be run in earnest.
 * @throws EventStoreError, SqliteError when the store cannot be opened; Error of the system when the address cannot be had
 */
export async function startFacade(options: FacadeOptions): Promise<Facade> {
  const { host = '127.0.0.1', now = Date.now, tls } = options;
  const opened = await openStore(options.file, options.directory);
  const log = await EventLog.open(opened.store, now);
  const faults = new Faults();
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  const listener = new Listener(server.createConnectionInjector(serverCredentials(tls)));
  const id = randomUUID();
  let port = 0;
  const context = {
    log,
    reader: new LogReader(log, now),
    access: new Access(options.credentials),
    faults,
    limits: {
      maxAppendBytes: options.maxAppendBytes ?? 1_048_576,
      writeTimeout: options.writeTimeout ?? 10_000,
      slowConsumer: options.slowConsumer ?? 1_000,
    },
    report: options.report ?? (() => undefined),
  };
  addServices(server, context, () => ({ id, host, port }));
  try {
    port = await listener.listen(host, options.port ?? 0);
  } catch (error) {
    await opened.close();
    throw error;
  }
  return {
    port,
    connectionString: `esdb://${host}:${port}?tls=${tls !== undefined}`,
    get subscriptions() {
      return faults.subscriptionCount;
    },
    dropConnections: () => listener.drop(),
    refuseConnections: () => listener.refuse(true),
    acceptConnections: () => listener.refuse(false),
    delayReplies: (milliseconds) => faults.delayReplies(milliseconds),
    loseAppendAnswers: (count) => faults.loseAppendAnswers(count),
    cutSubscriptions: () => faults.cutSubscriptions(),
    stop: async () => {
      await listener.close();
      server.forceShutdown();
      await opened.close();
    },
  };
}
