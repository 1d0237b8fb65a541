import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openMongo } from '#mongodb';
import { MONGO_SERVERS_SKIPPED, mongoServers, type RunningMongoServer } from '../../../test/support/mongo-servers.js';
import { type ReadStoreComplianceOptions, readStoreCompliance } from '../compliance.js';
import { openMongoReadStore } from './open-mongo-read-store.js';

// A busy machine may take FerretDB's slowest cases this long.
jest.setTimeout(60_000);

const FERRETDB: ReadStoreComplianceOptions = {
  knownFault: 'FerretDB finds and changes in two steps',
  slow: 'FerretDB takes 20 ms and more for each document',
};

const servers = mongoServers();
if (servers.length === 0) process.stderr.write(`read store compliance on MongoDB: ${MONGO_SERVERS_SKIPPED}\n`);
(servers.length === 0 ? it.skip : it)('has a MongoDB server to run on', () => expect(servers).not.toHaveLength(0));

for (const { name, start } of servers) {
  describe(name, () => {
    let server: RunningMongoServer | undefined;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(async () => server?.stop());

    readStoreCompliance(
      `mongodb on ${name}`,
      async () => {
        const url = server?.freshDatabase() ?? '';
        let mongo = await openMongo(url);
        const store = await openMongoReadStore(mongo);
        return {
          store,
          reopen: async () => {
            await store.close();
            await mongo.close();
            mongo = await openMongo(url);
            return openMongoReadStore(mongo);
          },
          close: async () => {
            await mongo.db.dropDatabase();
            await mongo.close();
          },
        };
      },
      name === 'ferretdb' ? FERRETDB : {},
    );
  });
}
