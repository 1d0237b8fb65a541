import { afterAll, jest } from '@jest/globals';
import { type Facade, startFacade } from '../../facade/index.js';
import { temporaryDirectory } from '../../test-support/temporary-store.js';
import { eventStoreCompliance } from '../compliance.js';
import { openEsdbEventStore } from '../index.js';

jest.setTimeout(30_000);

/** A few cases share one server; not all of them, as looking back over everything that was ever written takes its time over gRPC. */
const CASES_PER_SERVER = 20;
let server: { readonly facade: Facade; stop(): Promise<void> } | undefined;
let cases = 0;

async function facadeOfCase(): Promise<Facade> {
  if (cases++ % CASES_PER_SERVER === 0) {
    await server?.stop();
    const directory = temporaryDirectory();
    const facade = await startFacade({ directory: directory.path });
    server = {
      facade,
      stop: async () => {
        await facade.stop();
        directory.remove();
      },
    };
  }
  if (server === undefined) throw new Error('no server was started');
  return server.facade;
}

afterAll(async () => server?.stop());

eventStoreCompliance('the EventStoreDB adapter over the façade', async () => {
  const facade = await facadeOfCase();
  let store = await openEsdbEventStore(facade.connectionString);
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openEsdbEventStore(facade.connectionString);
      return store;
    },
    interrupt: async () => facade.dropConnections(),
    close: async () => store.close(),
  };
});
