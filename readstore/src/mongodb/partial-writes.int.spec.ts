import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MongoNetworkError } from 'mongodb';
import { type Mongo, openMongo } from '#mongodb';
import { MONGO_SERVERS_SKIPPED, mongoServers, type RunningMongoServer } from '../../../test/support/mongo-servers.js';
import type { ReadStore } from '../port.js';
import { openMongoReadStore } from './open-mongo-read-store.js';

jest.setTimeout(60_000);

const servers = mongoServers();
if (servers.length === 0) process.stderr.write(`partial writes on MongoDB: ${MONGO_SERVERS_SKIPPED}\n`);
(servers.length === 0 ? it.skip : it)('has a MongoDB server to run on', () => expect(servers).not.toHaveLength(0));

/** `refuse`: the connection breaks before the command arrives; `lose`: before its answer does. */
type Fault = 'refuse' | 'lose';

/** The same database, but `method` of the collection `name` fails. */
function failing(mongo: Mongo, name: string, method: string, fault: Fault): Mongo {
  const broken = async (work: () => Promise<unknown>): Promise<never> => {
    if (fault === 'lose') await work();
    throw new MongoNetworkError('connection closed');
  };
  const overriding = <T extends object>(target: T, member: string, replace: (original: (...args: unknown[]) => unknown) => unknown): T => {
    return new Proxy(target, {
      get: (_target, key) => {
        const value: unknown = Reflect.get(target, key);
        const bound = typeof value === 'function' ? (value.bind(target) as (...args: unknown[]) => unknown) : value;
        return key === member && typeof bound === 'function' ? replace(bound as (...args: unknown[]) => unknown) : bound;
      },
    });
  };
  const db = overriding(mongo.db, 'collection', (collection) => (...args: unknown[]) => {
    const found = collection(...args) as object;
    if (args[0] !== name) return found;
    return overriding(
      found,
      method,
      (original) =>
        async (...given: unknown[]) =>
          broken(async () => original(...given) as Promise<unknown>),
    );
  });
  return { ...mongo, db };
}

const load = (id: string, position: number): { collection: string; id: string; position: number; document: { load: number } } => {
  return { collection: 'meters', id, position, document: { load: position } };
};

for (const { name, start } of servers) {
  describe(`batches cut short on ${name}`, () => {
    let server: RunningMongoServer;
    let mongo: Mongo;
    let store: ReadStore;
    const open = async (on: Mongo): Promise<ReadStore> => {
      const opened = await openMongoReadStore(on);
      await opened.define(['meters', 'alarms'].map((collection) => ({ name: collection, indexes: [['load']] })));
      return opened;
    };
    beforeAll(async () => {
      server = await start();
    });
    afterAll(async () => server.stop());
    beforeEach(async () => {
      mongo = await openMongo(server.freshDatabase());
      store = await open(mongo);
      await store.write({ writes: [load('M1', 1)], checkpoint: { projection: 'p', position: 1 } });
    });
    afterEach(async () => {
      await mongo.db.dropDatabase();
      await mongo.close();
    });

    const batch = {
      writes: [{ ...load('A1', 2), collection: 'alarms' }, load('M1', 3), load('M2', 4)],
      checkpoint: { projection: 'p', position: 4 },
    };
    const unavailable = { name: 'ReadStoreError', code: 'STORE_UNAVAILABLE' };

    it.each<Fault>(['refuse', 'lose'])(
      'moves no checkpoint when the answer about documents is missing (%s); the batch can be written again',
      async (fault) => {
        const broken = await open(failing(mongo, 'read.meters', 'bulkWrite', fault));
        await expect(broken.write(batch)).rejects.toMatchObject(unavailable);
        expect(await store.checkpoint('p')).toBe(1);
        await store.write(batch);
        expect(await store.checkpoint('p')).toBe(4);
        const found = await store.find('meters', { sort: ['load'] });
        expect(found.items.map(({ id, position }) => [id, position])).toEqual([
          ['M1', 3],
          ['M2', 4],
        ]);
      },
    );

    it('has all documents when only the checkpoint failed', async () => {
      const broken = await open(failing(mongo, 'readstore.checkpoints', 'bulkWrite', 'refuse'));
      await expect(broken.write(batch)).rejects.toMatchObject(unavailable);
      expect([await store.count('meters'), await store.count('alarms'), await store.checkpoint('p')]).toEqual([2, 1, 1]);
    });

    it('starts over from the beginning when starting over was cut short: the checkpoint goes first', async () => {
      const broken = await open(failing(mongo, 'read.meters', 'deleteMany', 'refuse'));
      await expect(broken.reset('p', ['meters'])).rejects.toMatchObject(unavailable);
      expect(await store.checkpoint('p')).toBe(0);
      await store.reset('p', ['meters']);
      expect(await store.count('meters')).toBe(0);
    });

    it('knows a collection until all of it is dropped', async () => {
      const broken = await open(failing(mongo, 'read.meters', 'drop', 'refuse'));
      await expect(broken.drop(['meters'])).rejects.toMatchObject(unavailable);
      expect(await store.collections()).toEqual(['alarms', 'meters']);
      expect(await store.count('meters')).toBe(1);
      await store.drop(['meters']);
      expect(await store.collections()).toEqual(['alarms']);
      await store.define([{ name: 'meters', indexes: [['load']] }]);
      expect(await store.count('meters')).toBe(0);
    });

    it('fills a new field in all documents though it was cut short before', async () => {
      const declared = [{ name: 'meters', indexes: [['load'], ['colour']] }];
      await store.write({ writes: [{ ...load('M2', 2), document: { load: 2, colour: 'red' } }] });
      const broken = await openMongoReadStore(failing(mongo, 'read.meters', 'bulkWrite', 'refuse'));
      await expect(broken.define(declared)).rejects.toMatchObject(unavailable);
      const again = await openMongoReadStore(mongo);
      await again.define(declared);
      const found = await again.find('meters', { where: [{ field: 'colour', in: ['red', null] }], sort: ['colour'] });
      expect(found.items.map(({ id }) => id)).toEqual(['M1', 'M2']);
    });
  });
}
