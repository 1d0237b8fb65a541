import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openMongo, type Mongo } from '#mongodb';
import { MONGO_SERVERS_SKIPPED, mongoServers, type RunningMongoServer, withOption } from '../../../test/support/mongo-servers.js';
import type { CollectionDefinition, ReadStore } from '../port.js';
import { openMongoReadStore } from './open-mongo-read-store.js';

jest.setTimeout(60_000);

const servers = mongoServers();
if (servers.length === 0) process.stderr.write(`read store on MongoDB: ${MONGO_SERVERS_SKIPPED}\n`);
(servers.length === 0 ? it.skip : it)('has a MongoDB server to run on', () => expect(servers).not.toHaveLength(0));

const meters: CollectionDefinition = { name: 'meters', indexes: [['load']] };
const load = (id: string, position: number): { collection: string; id: string; position: number; document: { load: number } } => {
  return { collection: meters.name, id, position, document: { load: position } };
};

for (const { name, start } of servers) {
  describe(`read store on ${name}`, () => {
    let server: RunningMongoServer;
    let url: string;
    let mongos: Mongo[] = [];
    /** A process of its own would have these: a client, and a store on it. */
    const open = async (now?: () => number): Promise<ReadStore> => {
      const mongo = await openMongo(withOption(url, 'serverSelectionTimeoutMS=2000'));
      mongos.push(mongo);
      const store = await openMongoReadStore(mongo, now);
      await store.define([meters]);
      return store;
    };
    beforeAll(async () => {
      server = await start();
    });
    beforeEach(() => {
      url = server.freshDatabase();
    });
    afterEach(async () => {
      const last = await openMongo(url);
      await last.db.dropDatabase();
      await Promise.all([last, ...mongos].map(async (mongo) => mongo.close()));
      mongos = [];
    });
    afterAll(async () => server.stop());

    // FerretDB finds and changes in two steps, which this would show.
    (name === 'ferretdb' ? describe.skip : describe)('several processes', () => {
      it('lets the highest of 50 positions stand that are written at once, from five clients', async () => {
        const stores = await Promise.all(Array.from({ length: 5 }, async () => open()));
        const positions = Array.from({ length: 50 }, (_, index) => ((index * 17) % 50) + 1);
        await Promise.all(positions.map(async (position, index) => stores[index % 5]?.write({ writes: [load('M1', position)] })));
        expect(await stores[0]?.get('meters', 'M1')).toEqual({ id: 'M1', position: 50, document: { load: 50 } });
      });

      it('lets one of 50 win that change a row at once, from five clients', async () => {
        const stores = await Promise.all(Array.from({ length: 5 }, async () => open()));
        const version = (await stores[0]?.compareAndSet('leases', 'p', 0, { owner: -1 })) ?? 0;
        const owners = Array.from({ length: 50 }, (_, index) => index);
        const answers = await Promise.all(owners.map(async (owner) => stores[owner % 5]?.compareAndSet('leases', 'p', version, { owner })));
        const winners = owners.filter((owner) => answers[owner] !== undefined);
        expect(winners).toHaveLength(1);
        expect((await stores[1]?.getRow('leases', 'p'))?.document).toEqual({ owner: winners[0] });
      });
    });

    it('applies what is newer of a batch, however many of it are stale', async () => {
      const store = await open();
      const ids = Array.from({ length: 30 }, (_, index) => `M${index}`);
      await store.write({ writes: ids.map((id, index) => load(id, index % 2 === 0 ? 9 : 1)) });
      await store.write({ writes: ids.map((id) => load(id, 5)), checkpoint: { projection: 'p', position: 5 } });
      const found = await store.getMany('meters', ids);
      expect(ids.map((id) => found.get(id)?.position)).toEqual(ids.map((_id, index) => (index % 2 === 0 ? 9 : 5)));
      expect(await store.checkpoint('p')).toBe(5);
    });

    it('follows an alias that another process pointed elsewhere, within a second and not before it must ask', async () => {
      let clock = 0;
      const here = await open(() => clock);
      const there = await open();
      await here.define([{ name: 'reads@1', indexes: [] }]);
      await here.pointAliases({ reads: 'reads@1' });
      expect(await here.count('reads')).toBe(0);
      await there.define([{ name: 'reads@2', indexes: [['load']] }]);
      await there.write({ writes: [{ ...load('R1', 1), collection: 'reads@2' }] });
      await there.pointAliases({ reads: 'reads@2' });
      clock += 999;
      expect(await here.count('reads')).toBe(0);
      clock += 1;
      // Of a collection that this process never defined.
      expect(await here.count('reads', [{ field: 'load', equals: 1 }])).toBe(1);
    });

    it('answers reads while several clients point an alias and drop what it left', async () => {
      const store = await open();
      await store.define([0, 1].map((number) => ({ name: `reads@${number}`, indexes: [] })));
      await store.pointAliases({ reads: 'reads@0' });
      await store.pointAliases({ reads: 'reads@1' });
      await store.drop(['reads@0']);
      expect(await store.count('reads')).toBe(0);
      const other = await open();
      expect(await other.count('reads')).toBe(0);
      expect(await other.collections()).toEqual(['meters', 'reads@1']);
    });

    it('refuses a database that a newer program has written', async () => {
      await open();
      const mongo = await openMongo(url);
      mongos.push(mongo);
      await mongo.db.collection('readstore.schema').updateOne({}, { $set: { json: JSON.stringify({ version: 2 }) } });
      await expect(openMongoReadStore(mongo)).rejects.toMatchObject({ name: 'ReadStoreError', code: 'WRONG_SCHEMA' });
    });

    it('is closed when the client is', async () => {
      const store = await open();
      await mongos.at(-1)?.close();
      await expect(store.get('meters', 'M1')).rejects.toMatchObject({ name: 'ReadStoreError', code: 'STORE_CLOSED' });
    });

    it('is unavailable when the server is killed in the middle, and goes on from the checkpoint when it is back', async () => {
      if (server.kill === undefined || server.restart === undefined) return;
      const store = await open();
      let acknowledged = 0;
      let refused: unknown;
      const writing = (async () => {
        for (let position = 1; refused === undefined; position += 1) {
          await store.write({ writes: [load(`M${position % 7}`, position)], checkpoint: { projection: 'p', position } }).then(
            () => (acknowledged = position),
            (error: unknown) => (refused = error),
          );
        }
      })();
      while (acknowledged < 10) await pause(5);
      await server.kill();
      await writing;
      expect(refused).toMatchObject({ name: 'ReadStoreError', code: 'STORE_UNAVAILABLE' });
      await server.restart();
      const checkpoint = await store.checkpoint('p');
      // How much of what it acknowledged a server still knows after a crash is its own business: the checkpoint never stands before the documents.
      expect(checkpoint).toBeGreaterThan(0);
      expect(checkpoint).toBeLessThanOrEqual(acknowledged + 1);
      for (let position = checkpoint + 1; position <= acknowledged + 5; position += 1) {
        await store.write({ writes: [load(`M${position % 7}`, position)], checkpoint: { projection: 'p', position } });
      }
      const last = acknowledged + 5;
      const found = await store.find('meters', { sort: ['load'], descending: true });
      expect(found.items.map((item) => item.position)).toEqual([0, 1, 2, 3, 4, 5, 6].map((back) => last - back));
      expect(await store.checkpoint('p')).toBe(last);
    });
  });
}
