import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Mongo, openMongo } from '#mongodb';
import { MONGO_SERVERS_SKIPPED, mongoServers, type RunningMongoServer } from '../../../../../test/support/mongo-servers.js';
import { type OpenVaultPlace, vaultCompliance } from '../compliance.js';
import { openSealedVault } from '../sealed/sealed-vault.js';
import { MongoVaultStorage } from './mongo-vault-storage.js';
import { mongoVaultTransfer } from './mongo-vault-transfer.js';

jest.setTimeout(60_000);

const servers = mongoServers();
if (servers.length === 0) process.stderr.write(`vault compliance on MongoDB: ${MONGO_SERVERS_SKIPPED}\n`);
(servers.length === 0 ? it.skip : it)('has a MongoDB server to run on', () => expect(servers).not.toHaveLength(0));

for (const { name, start } of servers) {
  describe(name, () => {
    let server: RunningMongoServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(async () => server.stop());

    const open: OpenVaultPlace = async () => {
      const url = server.freshDatabase();
      let mongo: Mongo = await openMongo(url);
      return {
        open: async (masterKeys) => openSealedVault(await MongoVaultStorage.open(mongo.db), { masterKeys }),
        transfer: () => mongoVaultTransfer(mongo.db),
        async restart() {
          await mongo.close();
          mongo = await openMongo(url);
        },
        async remove() {
          await mongo.db.dropDatabase();
          await mongo.close();
        },
      };
    };
    vaultCompliance(`mongodb on ${name}`, open, name === 'ferretdb' ? { knownFault: 'FerretDB finds and changes in two steps' } : {});
  });
}
