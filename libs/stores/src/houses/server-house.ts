import type { Log } from '#event-sourcing';
import { mongoResultsTransfer, mongoVaultTransfer } from '#security';
import { Closers } from '../closers.js';
import { openEventStoreServer, shownServer } from '../servers/event-store-server.js';
import { mongoCopyMark, openMongoServer } from '../servers/mongo-house.js';
import type { House } from './house.js';

/** Opens an EventStoreDB and a MongoDB for moving. Nothing keeps platforms out: whoever moves has stopped them. @throws StoresError */
export async function openServerHouse(eventStore: string, mongoUrl: string, log: Log): Promise<House> {
  const closers = new Closers();
  try {
    const mongo = await openMongoServer(mongoUrl, closers, log);
    const events = await openEventStoreServer(eventStore, closers, log);
    return {
      name: shownServer(eventStore),
      events,
      vault: await mongoVaultTransfer(mongo.db),
      results: await mongoResultsTransfer(mongo.db),
      copyMark: mongoCopyMark(mongo),
      keepsCallOrder: false,
      close: () => closers.close(),
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}
