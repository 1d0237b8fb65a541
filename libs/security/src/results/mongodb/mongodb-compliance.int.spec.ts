import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Mongo, openMongo } from '#mongodb';
import { MONGO_SERVERS_SKIPPED, mongoServers, type RunningMongoServer } from '../../../../../test/support/mongo-servers.js';
import { type OpenResultsPlace, resultsStoreCompliance } from '../compliance.js';
import { mongoResultsTransfer } from './mongo-results-transfer.js';
import { SealedResultsStore } from '../sealed/sealed-results-store.js';
import { MongoResultsStorage } from './mongo-results-storage.js';

jest.setTimeout(60_000);

const servers = mongoServers();
if (servers.length === 0) process.stderr.write(`results store compliance on MongoDB: ${MONGO_SERVERS_SKIPPED}\n`);
(servers.length === 0 ? it.skip : it)('has a MongoDB server to run on', () => expect(servers).not.toHaveLength(0));

for (const { name, start } of servers) {
  describe(name, () => {
    let server: RunningMongoServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(async () => server.stop());

    const open: OpenResultsPlace = async () => {
      const url = server.freshDatabase();
      let mongo: Mongo = await openMongo(url);
      let storage = await MongoResultsStorage.open(mongo.db);
      return {
        open: (options) => new SealedResultsStore(storage, options),
        transfer: () => mongoResultsTransfer(mongo.db),
        async restart() {
          await mongo.close();
          mongo = await openMongo(url);
          storage = await MongoResultsStorage.open(mongo.db);
        },
        async remove() {
          await mongo.db.dropDatabase();
          await mongo.close();
        },
      };
    };
    resultsStoreCompliance(`mongodb on ${name}`, open, { many: name === 'ferretdb' ? 40 : 1203 });
  });
}
