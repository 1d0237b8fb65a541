import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { inspect } from 'node:util';
import { MONGO_SERVERS_SKIPPED, mongoServers, type RunningMongoServer, withOption } from '../../../test/support/mongo-servers.js';
import { freePort } from '../../../test/support/ports.js';
import { type Mongo, openMongo } from './index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const servers = mongoServers();
if (servers.length === 0) process.stderr.write(`MongoDB client: ${MONGO_SERVERS_SKIPPED}\n`);
(servers.length === 0 ? it.skip : it)('has a MongoDB server to run on', () => expect(servers).not.toHaveLength(0));

for (const { name, start } of servers) {
  describe(name, () => {
    let server: RunningMongoServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(async () => server.stop());

    const using = async <T>(use: (mongo: Mongo) => Promise<T>, option = ''): Promise<T> => {
      const mongo = await openMongo(withOption(server.url, option));
      try {
        return await use(mongo);
      } finally {
        await mongo.close();
      }
    };

    it('opens the database of the path, with acknowledgement by a majority and its journals', async () => {
      await using(async ({ db }) => {
        expect(new URL(server.url).pathname).toBe(`/${db.databaseName}`);
        expect(db.writeConcern).toMatchObject({ w: 'majority', journal: true });
        expect(db.readConcern).toMatchObject({ level: 'majority' });
      });
    });

    it('knows how many updates a command of this server may hold, unless told', async () => {
      const ofServer = await using(async ({ updatesPerCommand }) => Promise.resolve(updatesPerCommand));
      expect(ofServer).toBe(name === 'ferretdb' ? 20 : 500);
      const told = await using(async ({ updatesPerCommand }) => Promise.resolve(updatesPerCommand), 'meterlogUpdatesPerCommand=7');
      expect(told).toBe(7);
    });

    it('answers while the server does; after close it is closed, also a second time', async () => {
      const mongo = await openMongo(server.url);
      await expect(mongo.ping()).resolves.toBeUndefined();
      await mongo.close();
      await mongo.close();
      await expect(mongo.ping()).rejects.toMatchObject({ name: 'MongoStoreError', code: 'STORE_CLOSED' });
    });
  });
}

describe('a server that is not there', () => {
  it('is unavailable, and the error holds no credentials', async () => {
    const port = await freePort();
    const opening = openMongo(`mongodb://me:hunter2@127.0.0.1:${port}/d?serverSelectionTimeoutMS=200`);
    const error: unknown = await opening.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'MongoStoreError', code: 'STORE_UNAVAILABLE' });
    expect(String(error)).toContain(`mongodb://127.0.0.1:${port}/d`);
    expect(inspect(error, { depth: 10 })).not.toContain('hunter2');
  });

  it('does not show credentials in the error for options that the driver refuses', async () => {
    const error: unknown = await openMongo('mongodb://me:hunter2@127.0.0.1/d?noSuchOption=hunter2').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'MongoStoreError', code: 'INVALID_URL' });
    expect(inspect(error, { depth: 10 })).not.toContain('hunter2');
  });
});
