import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLog } from '#event-sourcing';
import { openStores, type Stores } from '#stores';
import { startFacade } from '../../eventstore/facade/index.js';
import { MONGO_SERVERS_SKIPPED, mongoServers } from '../support/mongo-servers.js';
import { masterKeys, removeSamples, removeTemporaryDirectories, sampleDirectory, storesOf, temporaryDirectory } from './sample-house.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(90_000);

afterEach(removeTemporaryDirectories);
afterAll(removeSamples);

const [mongoServer] = mongoServers();

describe('stores that are opened together', () => {
  it('are refused when the read models were made from other events', async () => {
    const [one, other] = [await sampleDirectory(), await sampleDirectory({ streams: 2, perStream: 5 })];
    await cp(join(one.directory, 'read.db'), join(other.directory, 'read.db'));
    await expect(storesOf(other.directory)).rejects.toMatchObject({ code: 'FOREIGN_STORE', message: expect.not.stringContaining('\n') });
    await (await storesOf(one.directory)).close();
  });

  it('leave the directory free after a refusal', async () => {
    const [one, other] = [await sampleDirectory(), await sampleDirectory({ streams: 2, perStream: 5 })];
    await cp(join(one.directory, 'read.db'), join(other.directory, 'read.db'));
    await expect(storesOf(other.directory)).rejects.toMatchObject({ code: 'FOREIGN_STORE' });
    await expect(storesOf(other.directory)).rejects.toMatchObject({ code: 'FOREIGN_STORE' });
  });

  it('work as their health says', async () => {
    const { directory } = await sampleDirectory();
    const stores = await storesOf(directory);
    expect(await stores.health()).toEqual([]);
    await stores.close();
  });
});

const onServer = mongoServer === undefined ? describe.skip : describe;

onServer(`stores in MongoDB (${mongoServer?.name ?? MONGO_SERVERS_SKIPPED})`, () => {
  it('hold read models alone, vault and responses only beside an event store, and of one event store only', async () => {
    if (mongoServer === undefined) throw new Error('there is no MongoDB server');
    const server = await mongoServer.start();
    const facades = [
      await startFacade({ directory: await temporaryDirectory() }),
      await startFacade({ directory: await temporaryDirectory() }),
    ] as const;
    const opened = async (data: string, readStore: string, eventStore?: string): Promise<Stores> =>
      openStores({ data, readStore, eventStore, masterKeys, log: silentLog });
    try {
      const { directory, keyIds } = await sampleDirectory();
      const mixed = server.freshDatabase();
      const beside = await opened(directory, mixed);
      expect(await beside.vault.read(keyIds[0] ?? '')).toEqual(new Uint8Array(16).fill(1));
      await beside.close();
      expect(existsSync(join(directory, 'events.db'))).toBe(true);

      const [data, url] = [join(await temporaryDirectory(), 'unused'), server.freshDatabase()];
      const outgrown = await opened(data, url, facades[0].connectionString);
      const { keyId } = await outgrown.vault.store('M1', 'ENCRYPTION', new Uint8Array(16).fill(9));
      await outgrown.close();
      expect(existsSync(data)).toBe(false);
      await expect(opened(data, url, facades[1].connectionString)).rejects.toMatchObject({ code: 'FOREIGN_STORE' });
      await expect(opened(data, mixed, facades[0].connectionString)).rejects.toMatchObject({ code: 'FOREIGN_STORE' });
      const again = await opened(data, url, facades[0].connectionString);
      expect(await again.vault.read(keyId)).toEqual(new Uint8Array(16).fill(9));
      await again.close();
    } finally {
      for (const facade of facades) await facade.stop();
      await server.stop();
    }
  });
});
