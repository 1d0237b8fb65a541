import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { silentLog } from '#event-sourcing';
import { copyHouse, type CopyOptions, type CopyReport, type HouseAddress, openStores } from '#stores';
import { type Facade, startFacade } from '../../eventstore/facade/index.js';
import { MONGO_SERVERS_SKIPPED, mongoServers, type RunningMongoServer } from '../support/mongo-servers.js';
import {
  contentOf,
  directoryAt,
  inHouse,
  masterKeys,
  removeSamples,
  removeTemporaryDirectories,
  sampleDirectory,
  temporaryDirectory,
} from './sample-house.js';

jest.setTimeout(120_000);

const servers = mongoServers();
if (servers.length === 0) process.stderr.write(`copying to servers: ${MONGO_SERVERS_SKIPPED}\n`);
(servers.length === 0 ? it.skip : it)('has a MongoDB server to run on', () => expect(servers).not.toHaveLength(0));

for (const { name, start } of servers) {
  describe(`copying to EventStoreDB (the façade) and MongoDB (${name})`, () => {
    let server: RunningMongoServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(async () => {
      await server.stop();
      await removeSamples();
    });

    let facade: Facade;
    let cluster: HouseAddress & { readonly kind: 'servers' };
    beforeEach(async () => {
      facade = await startFacade({ directory: await temporaryDirectory() });
      cluster = { kind: 'servers', eventStore: facade.connectionString, mongo: server.freshDatabase() };
    });
    afterEach(async () => {
      await facade.stop();
      await removeTemporaryDirectories();
    });

    const copy = async (from: HouseAddress, to: HouseAddress, options: CopyOptions = {}): Promise<CopyReport> =>
      inHouse(from, 'source', async (source) => inHouse(to, 'target', async (target) => copyHouse(source, target, options)));

    it('comes back byte for byte, also when each way was cut short and taken up again', async () => {
      const { directory } = await sampleDirectory({ streams: 4, perStream: 130 });
      const back = await temporaryDirectory();
      for (const [from, to] of [
        [directoryAt(directory), cluster],
        [cluster, directoryAt(back)],
      ] as const) {
        const ending = new AbortController();
        const onProgress: CopyOptions['onProgress'] = ({ phase }) => phase === 'events' && ending.abort(new Error('cut short'));
        await expect(copy(from, to, { signal: ending.signal, onProgress })).rejects.toThrow('cut short');
        const { events, copied } = await copy(from, to);
        expect(events).toBe(520);
        expect(copied).toBeGreaterThan(0);
        expect(copied).toBeLessThan(520);
      }
      const original = await inHouse(directoryAt(directory), 'source', contentOf);
      expect(await inHouse(cluster, 'source', contentOf)).toEqual(original);
      expect(await inHouse(directoryAt(back), 'source', contentOf)).toEqual(original);
    });

    it('leaves a cluster on which a platform goes on with keys and counters', async () => {
      const { directory, keyIds } = await sampleDirectory();
      const options = { data: await temporaryDirectory(), eventStore: cluster.eventStore, readStore: cluster.mongo, masterKeys, log: silentLog };
      const ending = new AbortController();
      const onProgress: CopyOptions['onProgress'] = ({ phase }) => phase === 'events' && ending.abort(new Error('cut short'));
      await expect(copy(directoryAt(directory), cluster, { signal: ending.signal, onProgress })).rejects.toThrow('cut short');
      await expect(openStores(options)).rejects.toMatchObject({ code: 'UNFINISHED_COPY' });
      await copy(directoryAt(directory), cluster);
      const stores = await openStores(options);
      try {
        expect(await stores.vault.read(keyIds[2] ?? '')).toEqual(new Uint8Array(16).fill(3));
        expect(await stores.vault.reserveCounters('M2', keyIds[2] ?? '', 1)).toEqual({ first: 2064 });
        expect(await stores.health()).toEqual([]);
      } finally {
        await stores.close();
      }
    });

    it('refuses a cluster that holds something else', async () => {
      const [one, other] = [await sampleDirectory(), await sampleDirectory({ streams: 2, perStream: 5 })];
      await copy(directoryAt(one.directory), cluster);
      await expect(copy(directoryAt(other.directory), cluster)).rejects.toMatchObject({ code: 'TARGET_FOREIGN' });
    });
  });
}
